import { type SentryServer, startSentry } from "@roundtrip/stand-ins/sentry";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { someRun } from "#store/testing/stores.js";
import { judge } from "#verdict/judge/run.js";
import type { Run } from "#verdict/run.js";
import { checkNamed, eventOf, fact } from "#verdict/testing/runs.js";

const NEVER = { count: 0, lastAt: 0 };
let sentry: SentryServer;

beforeAll(async () => {
  sentry = await startSentry({ delayMs: 0 });
  vi.stubEnv("STORE_URL", "file::memory:");
  vi.stubEnv("SENTRY_DSN", sentry.dsn);
  vi.stubEnv("SENTRY_URL", sentry.url);
  vi.stubEnv("SENTRY_ORG", sentry.org);
  vi.stubEnv("SENTRY_API_TOKEN", sentry.token);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await sentry.close();
});

/** A run at a trace sample rate of 1, whose control was found and whose spans were not. */
async function spanless(deadline: number): Promise<Run> {
  const { store } = await import("#store/open.js");
  const firedAt = deadline - 20_000;
  const zero = someRun({ firedAt, deadline }, "sentry-trace");
  const run: Run = {
    ...zero,
    parts: [...zero.parts, { role: "control", eventId: "c".repeat(32) }],
    sdk: { ...zero.sdk, tracesSampleRate: 1 },
    tracing: { rate: 1, sampled: true, fromBrowser: false, redis: false },
  };
  const event = eventOf(run, "control", { receivedAt: firedAt + 1_500 });
  await store().create(run);
  await store().append([
    fact(run, "raised", { run: run.id, at: firedAt + 1_000 }),
    fact(run, "accepted", { run: run.id, role: "control", at: firedAt + 1_000 }),
    fact(run, "found", { run: run.id, role: "control", at: firedAt + 2_000, event }),
  ]);
  return run;
}

/** What is known of a run now, once the questions were asked that were planned a moment before its deadline. */
async function looked(run: Run) {
  const { store } = await import("#store/open.js");
  const { nextStep } = await import("../plan.js");
  const { answer } = await import("./questions.js");
  const check = checkNamed(run.check);
  const known = async () => (await store().load(run.id))?.evidence ?? [];
  const [before, planned] = [await known(), run.deadline - 1];
  const pending = judge(check, run, before, planned);
  expect(pending.verdict).toBe("pending");
  for (const one of nextStep(check, run, before, pending, planned, NEVER).ask) await answer(run, one);
  const evidence = await known();
  return { evidence, ...judge(check, run, evidence, Date.now()) };
}

test("a look that was planned before the deadline and asked after it brings what Sentry says of its discards", async () => {
  const { verdict, cause, warnings } = await looked(await spanless(Date.now()));
  expect([verdict, cause?.code]).toEqual(["fail", "spans_not_stored"]);
  expect(warnings.map((one) => one.code)).toEqual(["discards_none"]);
});

test("a look before the deadline asks for no statistics", async () => {
  const { verdict, evidence } = await looked(await spanless(Date.now() + 600_000));
  expect(verdict).toBe("pending");
  const kinds = evidence.map((one) => one.kind);
  expect([kinds.includes("spans"), kinds.includes("discards")]).toEqual([true, false]);
});
