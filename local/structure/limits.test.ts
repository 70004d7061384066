import { expect, test } from "vitest";
import { nodesOf, syntaxOf } from "#cli/init/edit/syntax.js";
import config from "../../vitest.config.mjs";
import { ROOT } from "../root";
import { sourceFiles } from "./files";

type Node = Parameters<typeof nodesOf>[0];

/** `waitFor` of `vi.waitFor(…)`, with how many arguments it is given. */
function callOf(node: Node): { name: string; given: number } | null {
  if (node.type !== "CallExpression" || node.callee.type !== "MemberExpression") return null;
  const { object, property } = node.callee;
  if (object.type !== "Identifier" || object.name !== "vi" || property.type !== "Identifier") return null;
  return { name: property.name, given: node.arguments.length };
}

test("no test has a second to wait in, which is vitest's own limit, nor less time than its suite gives it", async () => {
  const files = (await sourceFiles(ROOT)).filter(({ text }) => /vi\.(wait|setConfig)/.test(text));
  expect(files.length).toBeGreaterThan(5);
  const short = files.flatMap(({ path, text }) =>
    [...nodesOf(syntaxOf(text, path))].flatMap((node) => {
      const { name = "", given = 0 } = callOf(node) ?? {};
      const waits = /^wait(For|Until)$/.test(name) && given < 2;
      return waits || name === "setConfig" ? [`${path}: vi.${name}`] : [];
    }),
  );
  expect(short).toEqual([]);
});

test("what a suite polls for, it waits for as long as a busy machine may take", () => {
  const projects = (config as { test: { projects: { test: { name: string; expect?: object } }[] } }).test
    .projects;
  for (const { test: project } of projects)
    expect(project, project.name).toMatchObject({ expect: { poll: { timeout: expect.any(Number) } } });
});
