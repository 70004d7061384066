import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ROOT } from "../root";

const SOURCE = join(ROOT, "packages/roundtrip/src");
/** Every way in which the product names something on the global object. */
const NAMES = /(?:Symbol\.for\("roundtrip\.|\b(?:singleton|kept)(?:<[^()]*>)?\(\s*")([a-z-]+)"/g;

test("what bundles share on the global object has a name that no other file uses for something else", () => {
  const files = readdirSync(SOURCE, { recursive: true, encoding: "utf8" }).filter(
    (file) => /\.tsx?$/.test(file) && !/\.test\.ts|testing\//.test(file),
  );
  const uses = new Map<string, Set<string>>();
  for (const file of files)
    for (const [, name = ""] of readFileSync(join(SOURCE, file), "utf8").matchAll(NAMES))
      uses.set(name, (uses.get(name) ?? new Set()).add(file));
  expect(uses.size).toBeGreaterThan(20);
  const twice = [...uses].filter(([, where]) => where.size > 1);
  expect(twice.map(([name, where]) => `${name}: ${[...where].join(", ")}`)).toEqual([]);
});
