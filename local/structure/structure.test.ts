import { dirname } from "node:path";
import { describe, expect, test } from "vitest";
import { ROOT } from "../root";
import { type SourceFile, sourceFiles } from "./files";
import { functionLengths } from "./functions";
import { FILES_MAX, measure } from "./measure";

const SRC = "packages/roundtrip/src";

const file = (path: string, text = "export const x = 1;\n"): SourceFile => ({
  path,
  folder: dirname(path),
  text,
  lines: text.split("\n").length - 1,
  part: /\.test\.|\/testing\//.test(path) ? "test" : "product",
});
const importing = (path: string, ...specifiers: string[]) =>
  file(path, specifiers.map((one) => `import { x } from "${one}";\n`).join(""));
const problemsOf = (...files: SourceFile[]) => measure(files).problems;

test("this repository keeps to its own structure", async () => {
  const { figures, problems } = measure(await sourceFiles(ROOT));
  expect(problems).toEqual([]);
  // That much was looked at: an empty list proves nothing.
  expect(figures.files.product).toBeGreaterThan(100);
  expect(figures.imports).toBeGreaterThan(1_000);
});

describe("files a folder", () => {
  const many = (n: number) => Array.from({ length: n }, (_, i) => file(`${SRC}/runs/f${i}.ts`));

  test("as many as are allowed are no problem, whatever its sub-folders hold", () => {
    const below = Array.from({ length: FILES_MAX }, (_, i) => file(`${SRC}/runs/fire/f${i}.ts`));
    expect(problemsOf(...many(FILES_MAX), ...below).filter((one) => one.includes("holds"))).toEqual([]);
  });

  test("one more is named with its folder", () => {
    expect(problemsOf(...many(FILES_MAX + 1)).join()).toContain(`${SRC}/runs/ holds ${FILES_MAX + 1} files`);
  });
});

describe("the rooms' order", () => {
  test.each([
    ["checks", "#verdict/b.js"],
    ["verdict/judge", "#network/b.js"],
    ["store", "#runs/b.js"],
    ["runs/fire", "#access/b.js"],
    ["doctor", "#next/b.js"],
    ["next", "#cli/b.js"],
    ["cli/verify", "#runs/b.js"],
  ])("%s may not import %s", (room, specifier) => {
    const target = file(`${SRC}/${specifier.slice(1).replace(".js", ".ts")}`);
    const problems = problemsOf(importing(`${SRC}/${room}/a.ts`, specifier), target);
    expect(problems.join()).toContain(`${room}/a.ts imports`);
  });

  test("downward, sideways and in tests all is well", () => {
    const targets = ["checks/b.ts", "config/b.ts", "next/b.tsx"].map((one) => file(`${SRC}/${one}`));
    const files = [
      importing(`${SRC}/runs/a.ts`, "#checks/b.js", "#config/b.js"),
      importing(`${SRC}/store/a.ts`, "#config/b.js"),
      importing(`${SRC}/store/a.test.ts`, "#next/b.js"),
    ];
    const { figures, problems } = measure([...files, ...targets]);
    expect([figures.imports, problems]).toEqual([4, []]);
  });

  test("a room that nobody has placed is named", () => {
    expect(problemsOf(file(`${SRC}/attic/a.ts`)).join()).toContain("attic/ is no room yet");
  });
});

describe("cycles", () => {
  const ring = (statement: (specifier: string) => string) => [
    file(`${SRC}/store/a.ts`, statement("#config/b.js")),
    file(`${SRC}/config/b.ts`, statement("#log/c.js")),
    file(`${SRC}/log/c.ts`, statement("#store/a.js")),
  ];

  test.each([
    ["import", (to: string) => `import {\n  x,\n} from "${to}";\n`],
    ["a bare import", (to: string) => `import "${to}";\n`],
    ["a re-export", (to: string) => `export * from "${to}";\n`],
  ])("across rooms, by %s", (_kind, statement) => {
    expect(problemsOf(...ring(statement)).join()).toContain(
      `These import each other: ${SRC}/config/b.ts, ${SRC}/log/c.ts, ${SRC}/store/a.ts`,
    );
  });

  test("types alone make none", () => {
    expect(problemsOf(...ring((to) => `import type { x } from "${to}";\n`))).toEqual([]);
  });
});

test("long files are named by their figures", () => {
  const long = Array.from({ length: 5 }, (_, i) => file(`${SRC}/runs/f${i}.ts`, "// x\n".repeat(300)));
  const problems = problemsOf(...long).join("\n");
  expect(problems).toContain("The median file has 300 lines");
  expect(problems).toContain("One file in ten has more than 300 lines");
});

describe("a function's length is counted from its signature to its closing bracket", () => {
  test.each<[string, string, number[]]>([
    ["a function", "export async function one(): Promise<void> {\n  await two();\n}\n", [3]],
    [
      "whose parameters take lines",
      "function one(\n  a: string,\n): { b: string } {\n  return { b: a };\n}\n",
      [5],
    ],
    [
      "whose result's type takes lines",
      "function one(a: string): {\n  b: string;\n} {\n  return { b: a };\n}\n",
      [5],
    ],
    ["a method", "class A {\n  private async b(c: string) {\n    return c;\n  }\n}\n", [3]],
    ["an arrow, and one inside it", "const a = () => {\n  b(() => {\n    c();\n  });\n};\n", [5, 3]],
    ["none: a statement", "if (a) {\n  b();\n}\n", []],
    ["none: one expression", "const a = () =>\n  b({\n    c,\n  });\n", []],
  ])("%s", (_what, text, lengths) => {
    expect(functionLengths(text).map(({ lines }) => lines)).toEqual(lengths);
  });

  test("long ones are named by their figures", () => {
    const long = `export function long() {\n${"  call();\n".repeat(60)}}\n`;
    expect(problemsOf(file(`${SRC}/runs/a.ts`, long)).join("\n")).toMatch(
      /median function has 62 lines.*\n.*one function/i,
    );
  });
});
