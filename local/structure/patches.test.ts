import { expect, test } from "vitest";
import { alteredSources } from "@/e2e/sabotage/altered/build";
import { isReadAnew } from "@/e2e/sabotage/altered/patches";

// A build of all faults takes minutes; that each still fits its file is known at once.
test.each(["linked", "packed"] as const)(
  "each fault of the altered build (%s) fits the file that it is put into",
  async (install) => {
    expect((await alteredSources(install)).size).toBeGreaterThan(100);
  },
);

test.each([
  ["browser-ignores", true],
  ["silent-boundary", true],
  ["browser-release", true],
  ["own-data-wrong", false],
  ["ignores-text", false],
  ["edge-disabled", false],
  ["silent-proxy", false],
  ["no-such-fault", false],
])("whether the running app can be told of the fault %s: %s", (name, can) => {
  expect(isReadAnew(name)).toBe(can);
});
