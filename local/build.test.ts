import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { isBuilt } from "./build";

let directory = "";
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "roundtrip-build-"));
  await mkdir(join(directory, ".next"), { recursive: true });
});
afterAll(() => rm(directory, { recursive: true }));
const fresh = () => isBuilt({ directory, sources: [] });

test("a build is fresh with its maps alone: next build's own, which keeps none, is made anew", async () => {
  expect(await fresh()).toBe(false);
  await writeFile(join(directory, ".next/BUILD_ID"), "one");
  expect(await fresh()).toBe(false);
  await writeFile(join(directory, ".next/WITH_MAPS"), "one");
  expect(await fresh()).toBe(true);
  await writeFile(join(directory, ".next/BUILD_ID"), "another");
  expect(await fresh()).toBe(false);
});
