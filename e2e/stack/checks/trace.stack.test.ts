import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type LocalRedis, REDIS_MISSING, redisBinary, startRedis } from "#store/testing/redis.js";
import { type Stack, startStack } from "@/local/stack";
import { type Caller, callerOf, control } from "../client";

/** Above 0, and so little that chance would never pick a trace of these few. */
const HARDLY_EVER = "0.000001";
/** A caller's own trace, which it has sampled. */
const CALLERS = "0af7651916cd43dd8448eb211c80319c";
const SAMPLED = { headers: { "sentry-trace": `${CALLERS}-b7ad6b7169203331-1` } };

let stack: Stack;
let caller: Caller;

beforeAll(async () => {
  stack = await startStack({ env: { SENTRY_TRACE_SAMPLE_RATE: HARDLY_EVER } });
  caller = callerOf(stack);
});
afterAll(() => stack?.stop());
afterEach(() => control(stack.sentry.url, "reset", { clear: true }, "POST"));

interface Span {
  "span.name": string;
  trace: string;
  "check.run": string | null;
  origin: string | null;
}

/** Every span that the local Sentry holds. */
async function spans(): Promise<Span[]> {
  const params = new URLSearchParams({ dataset: "spans", per_page: "100", query: "" });
  for (const field of ["trace", "check.run", "origin", "span.name"]) params.append("field", field);
  const response = await fetch(
    `${stack.sentry.url}/api/0/organizations/${stack.sentry.org}/events/?${params}`,
    { headers: { authorization: `Bearer ${stack.sentry.token}` } },
  );
  return ((await response.json()) as { data: Span[] }).data;
}

/**
 * Has another app send spans on this trace to the same project, as a caller that traces does: the caller's own, and
 * others that are the trace's newest, with its lowest ids, and so on a search's first pages.
 */
async function plantSpans(trace: string, count: number, attributes: Record<string, unknown> = {}) {
  const { origin, pathname, username } = new URL(stack.sentry.dsn);
  const now = Date.now() / 1000;
  const times = { start_timestamp: now - 1, end_timestamp: now + 30 };
  const spans = Array.from({ length: count }, (_, index) => ({
    trace_id: trace,
    span_id: index === 0 ? "b7ad6b7169203331" : index.toString(16).padStart(16, "0"),
    name: "GET /checkout",
    status: "ok",
    attributes,
    ...times,
  }));
  const body = [{}, { type: "span", item_count: count }, { items: spans }].map((one) => JSON.stringify(one));
  const response = await fetch(`${origin}/api${pathname}/envelope/?sentry_key=${username}`, {
    method: "POST",
    body: body.join("\n"),
  });
  expect(response.status).toBe(200);
}

const fired = async (init?: RequestInit) => caller.run(await caller.fire("sentry-trace", init));

describe("at a trace sample rate above 0", () => {
  test("every firing is sampled, from route to task, whatever chance would say", async () => {
    const runs = await Promise.all([1, 2, 3, 4, 5].map(() => fired()));
    for (const run of runs) {
      // No browser fired it, which is said.
      expect([run.verdict, run.cause?.code]).toEqual(["warn", "trace_browser_not_seen"]);
      expect(run.expectations.filter((one) => !one.ok)).toEqual([]);
      expect(run.expectations.map((one) => one.name)).toEqual(
        expect.arrayContaining(["route span", "task span", "task's parent", "control: trace"]),
      );
      expect(run.stages.map((one) => one.name).at(-1)).toBe("matched");
      expect(run.stages.filter((one) => one.at === null)).toEqual([]);
    }
  });

  test("hundreds of spans that carry the run's mark hide neither the route's nor the task's", {
    tags: ["long"],
  }, async () => {
    const { releaseId, environment } = (await caller.verify({ checks: ["sentry"] })).answer;
    await control(stack.sentry.url, "delay", { ms: 3_600_000 });
    const id = await caller.fire("sentry-trace", SAMPLED);
    const attributes = { "check.run": id, "sentry.release": releaseId, "sentry.environment": environment };
    await plantSpans(CALLERS, 250, attributes);
    await control(stack.sentry.url, "delay", { ms: 0 });
    const run = await caller.run(id);
    expect([run.verdict, run.cause?.code]).toEqual(["warn", "trace_browser_not_seen"]);
  });

  test("nothing else of the app is sampled because of it", async () => {
    const [run] = await Promise.all([
      fired(),
      caller.run(await caller.fire("sentry")),
      caller.run(await caller.fire("sentry-inngest")),
    ]);
    const stored = await spans();
    expect(stored.length).toBeGreaterThan(3);
    const own = stored.find((one) => one["check.run"] === run.id);
    expect(stored.filter((one) => one.trace !== own?.trace)).toEqual([]);
  });

  test("it is on its caller's trace, though the caller's was not sampled", async () => {
    const run = await fired({ headers: { "sentry-trace": `${CALLERS}-b7ad6b7169203331-0` } });
    expect([run.verdict, run.cause?.code]).toEqual(["warn", "trace_browser_not_seen"]);
    expect(new Set((await spans()).map((one) => one.trace))).toEqual(new Set([CALLERS]));
  });

  test("with personal data kept in, spans still say whose they are", { tags: ["long"] }, async () => {
    await stack.restart({ SENTRY_SEND_DEFAULT_PII: "false" });
    const run = await fired();
    expect([run.verdict, run.cause?.code]).toEqual(["warn", "trace_browser_not_seen"]);
    await stack.restart({ SENTRY_SEND_DEFAULT_PII: undefined });
  });

  test("strangers at the check's address cannot keep those from being sampled who are admitted", async () => {
    const strangers = await Promise.all(
      Array.from({ length: 80 }, () => fetch(`${stack.url}/api/health/sentry-trace`)),
    );
    expect(new Set(strangers.map((one) => one.status))).toEqual(new Set([401]));
    const run = await fired();
    expect([run.verdict, run.cause?.code]).toEqual(["warn", "trace_browser_not_seen"]);
  });

  test("beside the others in one call of verify", async () => {
    const { status, answer } = await caller.verify({ checks: ["sentry", "sentry-trace"] });
    expect([status, answer.checks["sentry-trace"]?.[0]?.cause?.code]).toEqual([
      200,
      "trace_browser_not_seen",
    ]);
  });

  test("spans that Sentry limits, while it takes errors, are missed, and its statistics say why", {
    tags: ["long"],
  }, async () => {
    // Far above what a busy machine needs to call the task: one that was not called by then is another cause.
    await stack.restart({ RUN_DEADLINE_SECONDS: "60" });
    await control(stack.sentry.url, "ingest", { mode: "limit", categories: ["span"] });
    const run = await fired();
    expect([run.verdict, run.cause?.code]).toEqual(["fail", "spans_not_stored"]);
    expect(run.warnings.map((one) => one.code)).toContain("discards_limited");
    await stack.restart({ RUN_DEADLINE_SECONDS: undefined });
  });
});

describe("at a trace sample rate of 0", { tags: ["long"] }, () => {
  beforeAll(() => stack.restart({ SENTRY_TRACE_SAMPLE_RATE: "0" }));

  test("no span is stored, which a control and a fresh look prove", async () => {
    const run = await fired();
    expect([run.verdict, run.cause]).toEqual(["pass", null]);
    expect(run.stages.map((one) => one.name).at(-1)).toBe("absent");
    expect(run.stages.filter((one) => one.at === null)).toEqual([]);
    expect(await spans()).toEqual([]);
  });

  test("spans of the caller's own are not taken for the app's, and neither proves the other absent", async () => {
    await plantSpans(CALLERS, 1);
    const run = await fired(SAMPLED);
    expect([run.verdict, run.cause?.code]).toEqual(["unknown", "spans_not_told_apart"]);
    expect(run.cause?.summary).toContain("GET /checkout");
    const { status, answer } = await caller.verify({ checks: ["sentry-trace"] }, SAMPLED.headers);
    expect([status, answer.checks["sentry-trace"]?.[0]?.cause ?? null]).toEqual([200, null]);
  });

  test("not even on a caller's trace that is sampled, whatever address it calls", async () => {
    const { answer } = await caller.verify({ checks: ["sentry"] }, SAMPLED.headers);
    expect(answer.status).toBe("pass");
    const run = await fired(SAMPLED);
    expect([run.verdict, run.cause]).toEqual(["pass", null]);
    expect(await spans()).toEqual([]);
  });
});

describe("with runs in Redis", { tags: ["long"] }, () => {
  const missing = redisBinary() === null;
  if (missing) console.error(REDIS_MISSING);
  let redis: LocalRedis | null = null;

  afterAll(async () => {
    await stack.restart({ STORE_URL: stack.env.STORE_URL });
    await redis?.remove();
  });

  test.skipIf(missing)("the app's own Redis commands are spans of the trace", async () => {
    redis = await startRedis();
    await stack.restart({ SENTRY_TRACE_SAMPLE_RATE: HARDLY_EVER, STORE_URL: redis.url });
    const run = await fired();
    expect([run.verdict, run.cause?.code]).toEqual(["warn", "trace_browser_not_seen"]);
    expect(run.expectations.find((one) => one.name === "redis spans")?.ok).toBe(true);
    const commands = (await spans()).filter((one) => one.origin?.startsWith("auto.db.redis"));
    // The connection's own first commands are nobody's.
    expect(commands.map((one) => one["check.run"])).toContain(run.id);
  });
});
