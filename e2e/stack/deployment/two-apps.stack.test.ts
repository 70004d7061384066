import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { DEFAULT_CHECKS, findCheck } from "#checks/catalogue.js";
import { appIdOf } from "#config/app/id.js";
import { companionId, mintRunId } from "#runs/id.js";
import type { RunView } from "#stand-ins/inngest/runs/run.js";
import { freePort } from "#stand-ins/port.js";
import { type LocalRedis, REDIS_MISSING, redisBinary, startRedis } from "#store/testing/redis.js";
import { type HealthAnswer, HealthAnswerSchema } from "#verdict/answer.js";
import type { Running } from "@/local/processes";
import { ROOT } from "@/local/root";
import { type Stack, startNext, startStack } from "@/local/stack";
import { answered } from "../../answered";
import { LISTED } from "../../browser/listed";
import { CRON, tick } from "../canary";
import { Caller, callerOf, control } from "../client";

const missing = redisBinary() === null;
if (missing) console.error(REDIS_MISSING);

const TASKS = ["sentry-inngest", "sentry-inngest-ignored", "sentry-trace"];
const SHARED = { CANARY_CRON: CRON, FIRE_LIMIT_PER_MINUTE: "5000", FIRE_LIMIT_PER_HOUR: "50000" };
/** What Inngest calls the event of a schedule. */
const SCHEDULED = "inngest/scheduled.timer";
const PATIENCE = { timeout: 180_000, interval: 250 };

/**
 * Two apps in one Inngest environment, with one Sentry project, one Redis, one release and one environment: all that tells
 * them apart is the id under which Inngest knows them.
 */
let stack: Stack;
let otherEnv: Record<string, string>;
let other: Running;
let callers: Caller[];
let redis: LocalRedis | null = null;
/** The event that a test sends to an app whose run it is not. */
let foreign = "";

beforeAll(async () => {
  redis = missing ? null : await startRedis();
  stack = await startStack({ env: { ...SHARED, ...(redis ? { STORE_URL: redis.url } : {}) } });
  const port = await freePort();
  otherEnv = { ...stack.env, INNGEST_APP_ID: "other-shop" };
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
  event: { tags?: Record<string, string> };
}
/** For each event of a check that the one Sentry project holds, the part of a run that it is. */
const storedRuns = async (): Promise<string[]> =>
  (await control<Stored[]>(stack.sentry.url, "events?limit=5000")).flatMap(
    ({ event }) => event.tags?.["check.run"] ?? [],
  );
const ids = () => [appIdOf(stack.env), appIdOf(otherEnv)];

const statusOf = async (caller: Caller) =>
  answered(await caller.get("/api/health/sentry/status"), HealthAnswerSchema, "status");
/** The newest run of each check, as the app's own status has it. */
const newestRuns = ({ checks }: HealthAnswer): Record<string, string> =>
  Object.fromEntries(Object.entries(checks).flatMap(([name, [one]]) => (one?.run ? [[name, one.run]] : [])));

/** Neither app knows a run of the other: not by its address, and not as its own newest. */
async function knowNothingOfEachOther(runs: readonly Record<string, string>[]): Promise<void> {
  for (const [index, caller] of callers.entries()) {
    const others = Object.values(runs[1 - index] ?? {});
    const asked = others.map(async (id) => (await caller.get(`/api/health/sentry/runs/${id}`)).status);
    expect([index, [...new Set(await Promise.all(asked))]]).toEqual([index, [404]]);
    const shown = Object.values(newestRuns(await statusOf(caller)));
    expect([index, shown.filter((id) => others.includes(id))]).toEqual([index, []]);
  }
}

/** Each of these runs stands in Sentry once for each event that its check is to store, whichever app raised it. */
async function storedOnce(runs: readonly Record<string, string>[]): Promise<void> {
  const named = runs.flatMap((own) => Object.entries(own));
  const counts = async () => {
    const stored = await storedRuns();
    return named.map(([check, id]) => {
      const roles =
        findCheck(check)
          ?.parts.map(({ role }) => role)
          .filter((role) => role !== "main") ?? [];
      const own = new Set([id, ...roles.map((role) => companionId(id, role))]);
      return [check, id, stored.filter((one) => own.has(one)).length];
    });
  };
  // A check of the app's own is one event.
  const meant = named.map(([check, id]) => [check, id, findCheck(check)?.events ?? 1]);
  await expect.poll(counts, PATIENCE).toEqual(meant);
}

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
  const [eventId = ""] = ((await sent.json()) as { ids: string[] }).ids;
  foreign = eventId;
  const ran = async () =>
    (await control<RunView[]>(stack.inngest.url, "runs")).find((one) => one.event_id === eventId);
  await expect.poll(async () => (await ran())?.status, { timeout: 60_000 }).toBe("Completed");
  expect((await ran())?.output).toEqual({ refused: expect.stringContaining(own) });
  expect((await storedRuns()).filter((one) => one === run)).toEqual([]);
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

test.skipIf(missing)(
  "all checks of both, fired at the same moment: each app raises, finds and judges its own runs and no other",
  { tags: ["long"] },
  async () => {
    const checks = LISTED.filter(({ page }) => !page).map(({ name }) => name);
    const answers = await Promise.all(callers.map((caller) => caller.verify({ checks })));
    const entries = answers.map(({ answer }) =>
      checks.map((name) => [
        name,
        answer.checks[name]?.[0]?.verdict,
        answer.checks[name]?.[0]?.cause ?? null,
      ]),
    );
    expect(entries).toEqual(callers.map(() => checks.map((name) => [name, "pass", null])));
    const runs = answers.map(({ answer }) => newestRuns(answer));
    const all = runs.flatMap((own) => Object.values(own));
    expect(new Set(all).size).toBe(2 * checks.length);
    await storedOnce(runs);
    await knowNothingOfEachOther(runs);
    await tasksOfTheirOwn();
  },
);

/** Each function was called for an event of its own app, and none had to refuse one. */
async function tasksOfTheirOwn(): Promise<void> {
  const called = await control<RunView[]>(stack.inngest.url, "runs");
  const whose = (name: string) =>
    ids().filter((id) => name.startsWith(`${id}-`) || name.startsWith(`${id}/`));
  const strange = called.filter(
    ({ event_name, function_id, event_id }) =>
      event_id !== foreign &&
      event_name !== SCHEDULED &&
      whose(event_name).join() !== whose(function_id).join(),
  );
  expect(strange).toEqual([]);
  const refusedOthers = called.filter(
    ({ output, event_id }) => event_id !== foreign && JSON.stringify(output ?? null).includes('"refused"'),
  );
  expect(refusedOthers).toEqual([]);
}

test.skipIf(missing)(
  "canaries of both that are due at the same minute: each fires its own round, and judges no other",
  { tags: ["long"] },
  async () => {
    const before = await Promise.all(callers.map(async (caller) => newestRuns(await statusOf(caller))));
    // One tick is one minute for everybody in this Inngest environment.
    await tick(stack);
    const rounds = async () =>
      Promise.all(
        callers.map(async (caller, index) => {
          const { checks } = await statusOf(caller);
          return DEFAULT_CHECKS.filter((name) => {
            const one = checks[name]?.[0];
            return one?.run && one.run !== before[index]?.[name] && one.verdict !== "pending";
          });
        }),
      );
    await expect.poll(rounds, PATIENCE).toEqual(callers.map(() => [...DEFAULT_CHECKS]));
    const after = await Promise.all(
      callers.map(async (caller) => {
        const newest = newestRuns(await statusOf(caller));
        return Object.fromEntries(DEFAULT_CHECKS.map((name) => [name, newest[name] ?? ""]));
      }),
    );
    for (const [index, caller] of callers.entries())
      for (const [check, id] of Object.entries(after[index] ?? {})) {
        const run = await caller.run(id);
        expect([index, check, run.verdict, run.stages[0]?.detail]).toEqual([
          index,
          check,
          "pass",
          "by the canary",
        ]);
      }
    await storedOnce(after);
    await knowNothingOfEachOther(after);
    await tasksOfTheirOwn();
  },
);
