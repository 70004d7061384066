import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { CATALOGUE, DEFAULT_CHECKS, findCheck } from "#checks/catalogue.js";
import { taskId } from "#checks/task-id.js";
import { appIdOf } from "#config/app/id.js";
import { mintRunId } from "#runs/id.js";
import { type HealthAnswer, HealthAnswerSchema } from "#verdict/answer.js";
import { type Stack, startStack } from "@/local/stack";
import { answered } from "../../answered";
import { CRON, functionId, inngestRuns, storedRuns, sync, tick } from "../canary";
import { type Caller, callerOf, control } from "../client";

const HOUR_MS = 60 * 60_000;
/** Firings that people have in an hour. */
const LIMIT = 8;
const PATIENCE = { timeout: 180_000, interval: 250 };
let stack: Stack;
let caller: Caller;
/** How many of these they have had. */
let spent = 0;

beforeAll(async () => {
  stack = await startStack({ env: { CANARY_CRON: CRON, FIRE_LIMIT_PER_HOUR: String(LIMIT) } });
  caller = callerOf(stack);
});
beforeEach(() => control(stack.sentry.url, "reset", { clear: true }, "POST"));
afterAll(() => stack?.stop());

async function status(): Promise<HealthAnswer> {
  return answered(await caller.get("/api/health/sentry/status"), HealthAnswerSchema, "status");
}
function firedByHand(init?: RequestInit): Promise<string> {
  spent += 1;
  return caller.fire("sentry-extra", init);
}
const newest = async (check: string) => (await status()).checks[check]?.[0];
/** The newest run of each check, once they are all others than before, and decided. */
async function nextRound(before: HealthAnswer, checks: readonly string[]): Promise<HealthAnswer> {
  await expect
    .poll(async () => {
      const { checks: now } = await status();
      return checks.filter((name) => {
        const [was, is] = [before.checks[name]?.[0], now[name]?.[0]];
        return is?.run && is.run !== was?.run && is.verdict !== "pending";
      });
    }, PATIENCE)
    .toEqual([...checks]);
  return status();
}
const runsOf = (answer: HealthAnswer, checks: readonly string[]) =>
  checks.map((name) => answer.checks[name]?.[0]?.run ?? "");

describe("the canary", () => {
  test("fires the four checks through the front door, gives them an hour, and records that they pass", async () => {
    const before = await status();
    await tick(stack);
    const after = await nextRound(before, DEFAULT_CHECKS);
    expect(after.status).toBe("pass");
    for (const id of runsOf(after, DEFAULT_CHECKS)) {
      const run = await caller.run(id);
      expect([run.verdict, run.stages[0]?.detail]).toEqual(["pass", "by the canary"]);
      expect(Date.parse(run.deadline) - Date.parse(run.firedAt)).toBe(HOUR_MS);
    }
    const [round] = await inngestRuns(stack, "canary");
    console.log(`canary: ${round?.calls} calls by Inngest until all four checks were decided`);
  });

  test("rounds that overlap are all decided, and share nothing", async () => {
    const before = await status();
    await Promise.all([tick(stack), tick(stack)]);
    await nextRound(before, DEFAULT_CHECKS);
    const counts = async () => {
      const stored = await storedRuns(stack);
      return DEFAULT_CHECKS.map((name) => stored[name]?.length);
    };
    await expect
      .poll(counts, PATIENCE)
      .toEqual(DEFAULT_CHECKS.map((name) => 2 * (findCheck(name)?.events ?? 0)));
    const { sentry = [], "sentry-inngest": task = [] } = await storedRuns(stack);
    for (const id of [...sentry, ...task]) expect((await caller.run(id)).verdict).toBe("pass");
  });

  test("nobody else can claim its budget, its hour or a run id of its own", async () => {
    const known = mintRunId();
    for (const forged of ["1", `${known}.sentry-extra.${"0".repeat(64)}`]) {
      const id = await firedByHand({ headers: { "x-check-canary-token": forged } });
      expect(id).not.toBe(known);
      const run = await caller.run(id);
      expect(run.stages[0]?.detail).toBe("by a request with ADMIN_TOKEN");
      expect(Date.parse(run.deadline) - Date.parse(run.firedAt)).toBeLessThan(HOUR_MS);
    }
  });

  test("its budget is its own: it fires though people have spent theirs, and leaves it alone", async () => {
    while (spent < LIMIT) await firedByHand();
    expect((await caller.get("/api/health/sentry-extra")).status).toBe(429);
    const before = await status();
    await tick(stack);
    expect((await nextRound(before, DEFAULT_CHECKS)).status).toBe("pass");
  });

  test.each(["call-twice", "lose-answer"])(
    "fires nothing twice when Inngest does: %s",
    { tags: ["long"] },
    async (mode) => {
      const checks = ["sentry", "sentry-extra"];
      await stack.restart({ CANARY_CHECKS: checks.join() });
      await sync(stack);
      const before = await status();
      await control(stack.inngest.url, "mode", { mode, times: 5 });
      await tick(stack);
      const after = await nextRound(before, checks);
      expect(runsOf(after, checks).every(Boolean)).toBe(true);
      const stored = await storedRuns(stack);
      for (const [index, name] of checks.entries()) {
        expect(stored[name]).toContain(runsOf(after, checks)[index]);
        expect(stored[name]).toHaveLength(findCheck(name)?.events ?? 0);
      }
      await control(stack.inngest.url, "reset", {}, "POST");
      await stack.restart({ CANARY_CHECKS: undefined });
      await sync(stack);
    },
  );

  test("a deployment in the middle of a round does no harm: killed and replaced, every check is decided", {
    tags: ["long"],
  }, async () => {
    const before = await status();
    // Time enough between two steps for a process to be killed there.
    await control(stack.inngest.url, "mode", { mode: "slow", delayMs: 2_000 });
    await tick(stack);
    await expect.poll(async () => (await storedRuns(stack)).sentry?.length ?? 0, PATIENCE).toBe(1);
    await stack.restart({}, "SIGKILL");
    await control(stack.inngest.url, "reset", {}, "POST");
    const after = await nextRound(before, DEFAULT_CHECKS);
    for (const id of runsOf(after, DEFAULT_CHECKS)) {
      const { verdict, cause } = await caller.run(id);
      expect([id, verdict, cause]).toEqual([id, "pass", null]);
    }
    expect((await storedRuns(stack)).sentry).toHaveLength(1);
  });

  test("without a schedule there is no such function", { tags: ["long"] }, async () => {
    const { functions: registered } = await control<{ functions: string[] }>(stack.inngest.url, "stats");
    expect(registered).toContain(functionId(stack, "canary"));
    await stack.restart({ CANARY_CRON: undefined, FIRE_LIMIT_PER_HOUR: "1000" });
    await sync(stack);
    const { functions: left } = await control<{ functions: string[] }>(stack.inngest.url, "stats");
    const tasks = [taskId("follow"), taskId("sentry-charge"), ...CATALOGUE.flatMap(({ task }) => task ?? [])];
    expect(left.sort()).toEqual(tasks.map((task) => `${appIdOf(stack.env)}-${task}`).sort());
  });
});

test("a run whose caller went away is followed to its verdict by Inngest", { tags: ["long"] }, async () => {
  // Slower than the time that a process has to itself before it hands a run over.
  await control(stack.sentry.url, "delay", { ms: 14_000 });
  const forgotten = await caller.fire("sentry-extra");
  // Until it is decided, status keeps to the run before.
  const decided = async () =>
    expect(await newest("sentry-extra")).toMatchObject({ run: forgotten, verdict: "pass" });
  await vi.waitFor(decided, PATIENCE);
  const followed = async () => {
    const runs = await inngestRuns(stack, "follow");
    return runs.map(({ output }) => output as { run?: string; verdict?: string } | null);
  };
  await expect.poll(followed, PATIENCE).toContainEqual({ run: forgotten, verdict: "pass" });
});
