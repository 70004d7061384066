import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { noteListed } from "#state/listed-checks.js";
import { someRun } from "#store/testing/stores.js";

const ADDRESS = "http://localhost/api/health/sentry/status";

beforeEach(() => {
  vi.resetModules();
  vi.stubEnv("NODE_ENV", "development");
  vi.stubEnv("STORE_URL", "file::memory:");
});
afterEach(() => {
  vi.unstubAllEnvs();
  noteListed(["sentry"]);
});

async function answered(headers: Record<string, string> = {}): Promise<Response> {
  const { GET } = await import("./status.js");
  return GET(new Request(ADDRESS, { headers: { host: "localhost", ...headers } }));
}

test("a status that is no pass is 503 to everybody, whatever they have had before", async () => {
  noteListed(["sentry"]);
  const first = await answered();
  const tag = first.headers.get("etag") ?? "";
  expect(tag).toMatch(/^"[\w-]{22}"$/);
  for (const known of [tag, `W/${tag}`, `"x", ${tag}`, "*", '"x"']) {
    const again = await answered({ "if-none-match": known });
    expect([known, again.status, again.headers.get("etag")]).toEqual([known, 503, tag]);
    expect(await again.json()).toMatchObject({ status: "fail" });
  }
});

test("a pass is 304 to whoever has had it, until a verdict changes", async () => {
  noteListed(["sentry"]);
  const { store } = await import("#store/open.js");
  const { runningAs } = await import("#sentry/sdk/state/running.js");
  const decide = async (verdict: "pass" | "warn") => {
    const run = someRun({ running: runningAs() });
    await store().create(run);
    const at = run.firedAt + 1;
    await store().decide(run.id, { verdict, cause: null, decidedAt: at, revisedAt: at, latencyMs: 1 });
  };
  await decide("pass");
  const first = await answered();
  const tag = first.headers.get("etag") ?? "";
  expect(first.status).toBe(200);
  expect((await answered({ "if-none-match": tag })).status).toBe(304);
  await decide("warn");
  expect((await answered({ "if-none-match": tag })).status).toBe(200);
});
