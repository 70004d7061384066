import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ROOT } from "../root";
import { isTaken, licences } from "./main";

test.each<[string, string, boolean]>([
  ["a", "MIT", true],
  ["a", "(MIT OR GPL-3.0)", true],
  ["a", "(Apache-2.0 AND BSD-3-Clause)", true],
  ["a", "(Apache-2.0 AND GPL-3.0)", false],
  ["a", "AGPL-3.0", false],
  ["a", "none named", false],
  ["sentry", "FSL-1.1-Apache-2.0", true],
  ["another", "FSL-1.1-Apache-2.0", false],
])("%s under %s is taken: %j", (name, licence, taken) => {
  expect(isTaken(name, licence)).toBe(taken);
});

test("every package that the lock file installs for the app is under a licence that is taken", () => {
  const all = licences(JSON.parse(readFileSync(join(ROOT, "package-lock.json"), "utf8")));
  expect(all.length).toBeGreaterThan(100);
  expect(all.filter(([name, licence]) => !isTaken(name, licence))).toEqual([]);
});

test("what development alone needs is not among them", () => {
  const lock = {
    packages: { "": {}, "node_modules/a": { license: "MIT" }, "node_modules/b": { dev: true } },
  };
  expect(licences(lock)).toEqual([["a", "MIT"]]);
});

test("images and actions that others publish are named by what they hold, not by a name that moves", () => {
  const read = (path: string) => readFileSync(join(ROOT, path), "utf8");
  const images = [...read("Dockerfile").matchAll(/^FROM (\S+)/gm)].map(([, image = ""]) => image);
  expect(images.length).toBeGreaterThan(0);
  for (const image of images) expect(image).toMatch(/@sha256:[0-9a-f]{64}$/);
  for (const workflow of [".github/workflows/ci.yml", "docs/examples/github-verify.yml"])
    for (const [, action = ""] of read(workflow).matchAll(/uses: (\S+)/g))
      expect(action).toMatch(/@[0-9a-f]{40}$/);
});
