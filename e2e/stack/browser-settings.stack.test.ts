import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ROOT } from "@/local/root";

test("the front page and the page of what is not there are made at build time", async () => {
  const manifest = JSON.parse(await readFile(join(ROOT, ".next/prerender-manifest.json"), "utf8"));
  expect(Object.keys(manifest.routes)).toEqual(expect.arrayContaining(["/", "/_not-found"]));
});
