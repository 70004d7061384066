import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { PLACES } from "#runs/wait/waiting-room.js";
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

async function answered(
  headers: Record<string, string> = {},
  query = "",
  signal?: AbortSignal,
): Promise<Response> {
  const { GET } = await import("./status.js");
  return GET(
    new Request(ADDRESS + query, { headers: { host: "localhost", ...headers }, signal: signal ?? null }),
  );
}

/** A run of this app that is decided, wherever that was. */
async function decide(verdict: "pass" | "warn"): Promise<void> {
  const { store } = await import("#store/open.js");
  const { runningAs } = await import("#sentry/sdk/state/running.js");
  const run = someRun({ running: runningAs() });
  await store().create(run);
  const at = run.firedAt + 1;
  await store().decide(run.id, { verdict, cause: null, decidedAt: at, revisedAt: at, latencyMs: 1 });
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
  await decide("pass");
  const first = await answered();
  const tag = first.headers.get("etag") ?? "";
  expect(first.status).toBe(200);
  expect((await answered({ "if-none-match": tag })).status).toBe(304);
  await decide("warn");
  expect((await answered({ "if-none-match": tag })).status).toBe(200);
});

test("who waits is answered once a verdict differs from those it has had", async () => {
  noteListed(["sentry"]);
  await decide("pass");
  const tag = (await answered()).headers.get("etag") ?? "";
  const waiting = answered({ "if-none-match": tag }, "?wait=60");
  // Nobody in this process says so, as where another instance has decided the run.
  await decide("warn");
  const answer = await waiting;
  expect(answer.status).toBe(200);
  expect(answer.headers.get("etag")).not.toBe(tag);
  expect(await answer.json()).toMatchObject({ status: "warn" });
});

test("who waits for another answer than it has is no monitor: what fails is 200 to it, and 304 once it has had that", async () => {
  // The second has no run.
  noteListed(["sentry", "sentry-extra"]);
  expect((await answered({}, "?wait=60")).status).toBe(503);
  for (const query of ["?wait=60", "?wait=0"]) {
    const failing = await answered({ "if-none-match": '""' }, query);
    expect(failing.status).toBe(200);
    expect(await failing.json()).toMatchObject({ status: "fail" });
    const tag = failing.headers.get("etag") ?? "";
    const known = { "if-none-match": tag };
    for (const one of [known, { "if-none-match": `W/${tag}` }])
      for (const short of ["?wait=0.01", "?wait=0"]) expect((await answered(one, short)).status).toBe(304);
    expect((await answered(known)).status).toBe(503);
  }
  expect((await answered({}, "?wait=0")).status).toBe(503);
});

test("where too many wait, who would wait is answered at once, and asked to come again later", async () => {
  noteListed(["sentry"]);
  const known = { "if-none-match": (await answered()).headers.get("etag") ?? "" };
  const leave = new AbortController();
  const waiting = Array.from({ length: PLACES.caller }, () => answered(known, "?wait=60", leave.signal));
  const again = async () => (await answered(known, "?wait=0.01")).headers.get("retry-after");
  try {
    await vi.waitFor(async () => expect(await again()).not.toBeNull(), { timeout: 60_000 });
    const turnedAway = await answered(known, "?wait=60");
    expect(turnedAway.status).toBe(304);
    expect(turnedAway.headers.get("retry-after")).toMatch(/^[1-9]\d?$/);
    // What is new needs no place, nor does who does not wait.
    const others = [await answered({ "if-none-match": '""' }, "?wait=60"), await answered(known, "?wait=0")];
    for (const one of others) expect(one.headers.get("retry-after")).toBeNull();
  } finally {
    leave.abort();
  }
  for (const one of await Promise.all(waiting)) expect(one.headers.get("retry-after")).toBeNull();
  expect(await again()).toBeNull();
}, 120_000);

test("a wait that ends, or that is for nothing, is no other answer", async () => {
  noteListed(["sentry"]);
  await decide("pass");
  const tag = (await answered({}, "?wait=60")).headers.get("etag") ?? "";
  expect((await answered({ "if-none-match": tag }, "?wait=0.01")).status).toBe(304);
  const malformed = await answered({}, "?wait=61");
  expect(malformed.status).toBe(400);
  expect(await malformed.json()).toMatchObject({ detail: "wait must be 0 to 60 seconds" });
});
