import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { MAJOR } from "#state/singleton.js";
import { ROOT } from "../root";

const PACKAGE = join(ROOT, "packages/roundtrip");
const SOURCE = join(PACKAGE, "src");
const files = readdirSync(SOURCE, { recursive: true, encoding: "utf8" }).filter(
  (file) => /\.tsx?$/.test(file) && !/\.test\.ts|testing\//.test(file),
);
const textOf = (file: string) => readFileSync(join(SOURCE, file), "utf8");
/** Every way in which the product names something that its bundles share. */
const NAMES = /\b(?:singleton|remember|recall)(?:<[^()]*>)?\(\s*"([a-z-]+)"/g;

test("what bundles share has a name that no other file uses for something else", () => {
  const uses = new Map<string, Set<string>>();
  for (const file of files)
    for (const [, name = ""] of textOf(file).matchAll(NAMES))
      uses.set(name, (uses.get(name) ?? new Set()).add(file));
  expect(uses.size).toBeGreaterThan(20);
  const twice = [...uses].filter(([, where]) => where.size > 1);
  expect(twice.map(([name, where]) => `${name}: ${[...where].join(", ")}`)).toEqual([]);
});

test("it is below one symbol, which bears the major version of the package", () => {
  const { version } = JSON.parse(readFileSync(join(PACKAGE, "package.json"), "utf8")) as { version: string };
  expect(String(MAJOR)).toBe(version.split(".")[0]);
  const named = files.filter((file) => /Symbol\.for\(["`](?:@?roundtrip)/.test(textOf(file)));
  expect(named.sort()).toEqual([
    // What a page's own script hands to its SDK: no process shares it.
    "checks/browser-mark.ts",
    // A mark on one function.
    "sentry/sdk/wait-until.ts",
    "state/singleton.ts",
  ]);
});
