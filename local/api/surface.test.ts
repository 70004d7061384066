import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { publicTypes } from "./surface";

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

const MANIFEST = {
  name: "@made/up",
  exports: {
    ".": { "@roundtrip/source": "./src/index.js", types: "./dist/index.d.ts", default: "./dist/index.js" },
    "./by-runtime": {
      types: "./dist/index.d.ts",
      browser: "./dist/browser.js",
      default: "./dist/index.js",
    },
    "./styles.css": "./dist/styles.css",
  },
};
const FILES = {
  "dist/index.d.ts": `import type { Deep } from "#deep/deep.js";
/** Says something. */
export { renamed as name, type Other } from "#deep/other.js";
interface Local {
    /** In a comment: Unseen. */
    deep: Deep;
}
export declare function made(given: Local): void;
export declare const late: () => import("#deep/late.js").Late;
export {};
`,
  "dist/browser.d.ts": "export default function Page(): string;\n",
  "dist/deep/deep.d.ts": "export interface Deep {\n    value: 1 | 2;\n}\nexport interface Unseen {\n}\n",
  "dist/deep/other.d.ts": `export declare class renamed {
    private readonly inner: Unseen;
    constructor(inner: Unseen);
    shown(): void;
}
export type Other = string;
`,
  "dist/deep/late.d.ts": "export interface Late {\n    at: number;\n}\n",
};

function written(change: Partial<Record<keyof typeof FILES, string>> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), "roundtrip-api-"));
  folders.push(folder);
  writeFileSync(join(folder, "package.json"), JSON.stringify(MANIFEST));
  for (const [file, text] of Object.entries({ ...FILES, ...change })) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
  return publicTypes(folder);
}

test("each subpath has what it exports and what that is made of, in other files too", () => {
  const [, index = "", byRuntime = "", inBrowser = ""] = written().split(/^## /m);
  expect(index).toContain("export { Other, late, made, renamed as name };");
  for (const line of [
    "interface Local {",
    "value: 1 | 2;",
    "type Other = string;",
    "at: number;",
    "shown(): void",
  ])
    expect(index).toContain(line);
  expect(byRuntime.replace("/by-runtime", "")).toBe(index);
  expect(inBrowser).toMatch(/^@made\/up\/by-runtime \(browser\)\n[\s\S]*export \{ Page as default \};/);
});

test("what a host cannot reach is left out: comments, private members, and types that nothing exported names", () => {
  expect(written()).not.toMatch(/Unseen|Says something|private|constructor|styles/);
});

test.each<[string, Partial<typeof FILES>]>([
  [
    "a member of a type that an export is made of",
    { "dist/deep/deep.d.ts": "export interface Deep {\n    value: 1;\n}\n" },
  ],
  [
    "an export of another file",
    { "dist/deep/other.d.ts": "export type Other = number;\nexport declare class renamed {\n}\n" },
  ],
  ["one runtime's own file", { "dist/browser.d.ts": "export default function Page(): number;\n" }],
])("a change is seen: %s", (_what, change) => {
  expect(written(change)).not.toBe(written());
});
