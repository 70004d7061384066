import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { appIdOf } from "#config/app/id.js";
import { mintRunId } from "#runs/id.js";
import type { RunView } from "#stand-ins/inngest/runs/run.js";
import { freePort } from "#stand-ins/port.js";
import { type LocalRedis, REDIS_MISSING, redisBinary, startRedis } from "#store/testing/redis.js";
import type { Running } from "@/local/processes";
import { ROOT } from "@/local/root";
import { type Stack, startNext, startStack } from "@/local/stack";
import { Caller, callerOf, control } from "./client";

const missing = redisBinary() === null;
if (missing) console.error(REDIS_MISSING);

const TASKS = ["sentry-inngest", "sentry-inngest-ignored", "sentry-trace"];

/** Two apps in one Inngest environment, with one Sentry project and one Redis. */
let stack: Stack;
let otherEnv: Record<string, string>;
let other: Running;
let callers: Caller[];
let redis: LocalRedis | null = null;

beforeAll(async () => {
  redis = missing ? null : await startRedis();
  stack = await startStack({ env: redis ? { STORE_URL: redis.url } : {} });
  const port = await freePort();
  // Another project, and the same environment: what a team has whose apps share everything else.
  otherEnv = { ...stack.env, SENTRY_PROJECT: "other-shop" };
  if (!redis) otherEnv.STORE_URL = "file::memory:";
  other = await startNext(ROOT, port, otherEnv);
  const url = `http://127.0.0.1:${port}`;
  await control(stack.inngest.url, "sync", { app: `${url}/api/inngest` }, "POST");
  callers = [callerOf(stack), new Caller(url, stack.token)];
});
afterAll(async () => {
  await other?.stop();
  await stack?.stop();
  await redis?.remove();
});

interface Stored {
  event: { environment?: string; tags?: Record<string, string> };
}
const storedOf = async (run: string) =>
  (await control<Stored[]>(stack.sentry.url, "events?limit=5000"))
    .filter(({ event }) => event.tags?.["check.run"] === run)
    .map(({ event }) => event.environment);

test("each of two apps runs its own tasks, and none of the other's", { tags: ["long"] }, async () => {
  for (const [index, caller] of callers.entries()) {
    for (const check of TASKS) {
      // A pass holds that the event is this environment's, and the only one: had both apps run the task, there were two.
      const run = await caller.run(await caller.fire(check), 60);
      expect([index, check, run.verdict, run.cause?.code ?? null]).toEqual([index, check, "pass", null]);
    }
  }
});

test("a task refuses a run that another app has fired", async () => {
  const run = mintRunId();
  const own = appIdOf(stack.env);
  const data = { app: own, run, check: "sentry-inngest", parts: [{ role: "main", eventId: run }] };
  const event = { name: `${appIdOf(otherEnv)}/check.fired`, id: run, data };
  const sent = await fetch(`${stack.inngest.url}/e/${stack.inngest.eventKey}`, {
    method: "POST",
    body: JSON.stringify(event),
  });
  const [eventId] = ((await sent.json()) as { ids: string[] }).ids;
  const ran = async () =>
    (await control<RunView[]>(stack.inngest.url, "runs")).find((one) => one.event_id === eventId);
  await expect.poll(async () => (await ran())?.status, { timeout: 60_000 }).toBe("Completed");
  expect((await ran())?.output).toEqual({ refused: expect.stringContaining(own) });
  expect(await storedOf(run)).toEqual([]);
});

test.skipIf(missing)(
  "neither finds, follows or counts a run of the other in the Redis that both use",
  async () => {
    const [own, others] = callers;
    if (!own || !others) throw new Error("both apps must be there");
    const nonce = randomBytes(16).toString("hex");
    const run = await own.fire("sentry", { headers: { "x-check-nonce": nonce } });
    expect((await own.run(run)).verdict).toBe("pass");
    expect((await others.get(`/api/health/sentry/runs/${run}`)).status).toBe(404);
    const under = async (caller: Caller) => {
      const answer = await caller.get(`/api/health/sentry/runs?nonce=${nonce}`);
      return ((await answer.json()) as { runs?: unknown[] }).runs?.length ?? 0;
    };
    expect([await under(own), await under(others)]).toEqual([1, 0]);
    const status = async (caller: Caller) =>
      JSON.stringify(await (await caller.get("/api/health/sentry/status")).json());
    expect(await status(own)).toContain(run);
    expect(await status(others)).not.toContain(run);
  },
);
