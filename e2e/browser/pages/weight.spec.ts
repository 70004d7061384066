import { gzipSync } from "node:zlib";
import type { APIRequestContext } from "@playwright/test";
import { expect, test } from "../test";

const MOST_BYTES = 10_000;

/** The scripts that a page's HTML names, by address, with their size over the wire. */
async function scriptsOf(request: APIRequestContext, url: string): Promise<Map<string, number>> {
  const html = await (await request.get(url)).text();
  const tags = [...html.matchAll(/<script[^>]*>/g)].map(([tag]) => tag);
  // Browsers that know modules never load what is for those that do not.
  const sources = tags
    .filter((tag) => !/\snomodule/i.test(tag))
    .flatMap((tag) => /\ssrc="([^"]+)"/.exec(tag)?.[1]?.replaceAll("&amp;", "&") ?? []);
  const sizes = new Map<string, number>();
  for (const source of new Set(sources)) {
    const script = await (await request.get(new URL(source, url).href)).body();
    sizes.set(source, gzipSync(script, { level: 6 }).byteLength);
  }
  return sizes;
}

test("the page of checks weighs little more than a page without a script of its own", async ({
  dashboard,
  target,
}) => {
  const [page, empty] = await Promise.all(
    ["/admin/sentry", "/"].map((path) => scriptsOf(dashboard.request, `${target.url}${path}`)),
  );
  const sum = (of: Map<string, number> | undefined) => [...(of?.values() ?? [])].reduce((a, b) => a + b, 0);
  const above = sum(page) - sum(empty);
  console.log(`scripts: ${sum(page)} bytes, an empty page ${sum(empty)}, above it ${above}`);
  expect(sum(empty)).toBeGreaterThan(0);
  expect(above).toBeLessThanOrEqual(MOST_BYTES);
});
