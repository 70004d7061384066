import { expect, test } from "vitest";
import { alteredSources } from "@/e2e/sabotage/altered/build";

// A build of all faults takes minutes; that each still fits its file is known at once.
test.each(["linked", "packed"] as const)(
  "each fault of the altered build (%s) fits the file that it is put into",
  async (install) => {
    expect((await alteredSources(install)).size).toBeGreaterThan(100);
  },
);
