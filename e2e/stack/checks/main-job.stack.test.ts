import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { DEFAULT_CHECKS } from "#checks/catalogue.js";
import { HealthAnswerSchema } from "#verdict/answer.js";
import { type Stack, startStack } from "@/local/stack";
import { answered } from "../../answered";
import { type Caller, callerOf, control } from "../client";

let stack: Stack;
let caller: Caller;

beforeAll(async () => {
  stack = await startStack({ env: { FIRE_LIMIT_PER_MINUTE: "5000", FIRE_LIMIT_PER_HOUR: "50000" } });
  caller = callerOf(stack);
});
afterEach(() => control(stack.sentry.url, "reset", {}, "POST"));
afterAll(() => stack?.stop());

describe("the four checks of a healthy app", () => {
  test("all pass, each for its own reasons", async () => {
    const { status, answer } = await caller.verify();
    expect(status).toBe(200);
    expect(answer.status).toBe("pass");
    expect(Object.keys(answer.checks)).toEqual([...DEFAULT_CHECKS]);
    for (const [entry] of Object.values(answer.checks)) {
      if (!entry?.run) throw new Error("no run");
      const run = await caller.run(entry.run);
      expect(run.verdict, JSON.stringify(run.cause)).toBe("pass");
      expect(run.expectations.filter((one) => !one.ok)).toEqual([]);
      expect(run.stages.filter((one) => one.at === null)).toEqual([]);
    }
  });

  test("the aliases of the moved runbooks fire the same checks", async () => {
    for (const [alias, name] of [
      ["sentry-celery", "sentry-inngest"],
      ["sentry-celery-ignored", "sentry-inngest-ignored"],
    ] as const) {
      const run = await caller.run(await caller.fire(alias));
      expect([run.check, run.verdict]).toEqual([name, "pass"]);
    }
  });

  test("an id chosen by the caller is discarded", async () => {
    const chosen = "01a2071388e076938897a782d26598ce";
    const run = await caller.fire("sentry", { headers: { "x-check-run": chosen } });
    expect(run).not.toBe(chosen);
    expect((await caller.get(`/api/health/sentry/runs/${chosen}`)).status).toBe(404);
  });

  test("status tells the newest verdicts, and a stranger only whether all is well", async () => {
    await caller.verify();
    const known = await caller.get("/api/health/sentry/status");
    expect(known.headers.get("content-type")).toBe("application/health+json");
    const body = (await known.json()) as { checks: Record<string, { verdict: string; age: number }[]> };
    expect(Object.values(body.checks).map(([one]) => one?.verdict)).toEqual(DEFAULT_CHECKS.map(() => "pass"));
    const stranger = await fetch(`${stack.url}/api/health/sentry/status`);
    expect(await stranger.json()).toEqual({ status: "pass" });
  });

  test("status keeps to the last verdict while a newer run is under way", async () => {
    await caller.verify();
    await control(stack.sentry.url, "delay", { ms: 3_600_000 });
    const pending = await caller.run(await caller.fire("sentry"), 0);
    expect(pending.verdict).toBe("pending");
    const { status, body } = await standing("sentry");
    expect([status, body?.verdict]).toEqual([200, "pass"]);
    expect(body?.run).not.toBe(pending.id);
  });

  test.each([
    ["release", "wrong_release"],
    ["environment", "wrong_environment"],
  ])(
    "what a caller expects of the %s fails its own run, and colours neither status nor history",
    async (what, code) => {
      await caller.verify();
      const before = await standing("sentry");
      const { status, answer } = await caller.verify({ checks: ["sentry"], expect: { [what]: "typo" } });
      const [entry] = answer.checks.sentry ?? [];
      expect([status, entry?.cause?.code]).toEqual([503, code]);
      const after = await standing("sentry");
      expect([after.status, after.body?.run]).toEqual([200, before.body?.run]);
      const cookie = { cookie: await caller.signIn() };
      const page = await (
        await fetch(`${stack.url}/admin/sentry/runs/${entry?.run}`, { headers: cookie })
      ).text();
      expect(page).toMatch(/The caller of this run expected/);
      const history = await (await fetch(`${stack.url}/admin/sentry/history`, { headers: cookie })).text();
      expect(history).not.toContain(entry?.run);
    },
  );

  const standing = async (check: string) => {
    const response = await caller.get("/api/health/sentry/status");
    const { checks } = await answered(response, HealthAnswerSchema, "status");
    return { status: response.status, body: checks[check]?.[0] };
  };
});

describe("whatever is changed on the stored side, the verdict names it", () => {
  const main = (path: string, value: unknown) => [{ path, value }];
  const cases: [string, string, unknown, string, string][] = [
    ["the release", "sentry", main("release", "other@1"), "fail", "wrong_release"],
    ["the environment", "sentry", main("environment", "elsewhere"), "fail", "wrong_environment"],
    ["handled", "sentry", main("exception.values.0.mechanism.handled", true), "fail", "wrong_handled"],
    [
      "the mechanism",
      "sentry",
      main("exception.values.0.mechanism.type", "generic"),
      "fail",
      "wrong_mechanism",
    ],
    ["the type", "sentry", main("exception.values.0.type", "TypeError"), "fail", "wrong_type"],
    ["the message", "sentry", main("exception.values.0.value", "something else"), "fail", "message_changed"],
    ["the check's tag", "sentry", main("tags.check", "other"), "fail", "wrong_tags"],
    ["the run's tag", "sentry", main("tags", null), "fail", "wrong_tags"],
    ["the runtime", "sentry", main("contexts.runtime.name", "deno"), "fail", "wrong_runtime"],
    ["the trace", "sentry", main("contexts.trace.trace_id", "0".repeat(32)), "fail", "wrong_trace"],
    [
      "the task's trace",
      "sentry-inngest",
      main("contexts.trace.trace_id", "0".repeat(32)),
      "fail",
      "task_trace_apart",
    ],
    ["extra data, changed", "sentry-extra", main("contexts.pino.data.divider", 7), "fail", "data_changed"],
    ["extra data, gone", "sentry-extra", main("contexts.pino", null), "fail", "data_missing"],
    [
      "extra data, scrubbed",
      "sentry-extra",
      main("contexts.pino.data", "[Filtered]"),
      "fail",
      "data_scrubbed",
    ],
    ["the frames", "sentry", main("exception.values.0.stacktrace", null), "warn", "source_no_frames"],
  ];
  test.each(cases)("%s (%s)", async (_what, check, alteration, verdict, code) => {
    await control(stack.sentry.url, "alter", alteration);
    const run = await caller.run(await caller.fire(check));
    expect([run.verdict, run.cause?.code]).toEqual([verdict, code]);
    expect(run.expectations.some((one) => !one.ok)).toBe(true);
  });
});

test("two runs at once, 200 times: every event carries its own run and nothing of the other", {
  tags: ["long"],
}, async () => {
  for (let round = 0; round < 200; round += 10) {
    await Promise.all(
      Array.from({ length: 10 }, async () => {
        const runs = await Promise.all([caller.fire("sentry"), caller.fire("sentry-extra")]);
        const answers = await Promise.all(runs.map((id) => caller.run(id)));
        expect(answers.map((one) => [one.verdict, one.cause?.code])).toEqual([
          ["pass", undefined],
          ["pass", undefined],
        ]);
        expect(answers.map((one) => one.id)).toEqual(runs);
      }),
    );
  }
});

test("killed between two stages and started again: the run is decided, and nothing recorded is lost", async () => {
  await control(stack.sentry.url, "delay", { ms: 3_600_000 });
  const id = await caller.fire("sentry");
  const reached = async () =>
    (await caller.run(id, 0)).stages.find((one) => one.name === "accepted")?.at ?? null;
  await expect.poll(reached, { timeout: 120_000 }).not.toBeNull();
  const before = await caller.run(id, 0);
  expect(before.verdict).toBe("pending");
  await stack.restart({}, "SIGKILL");
  await control(stack.sentry.url, "reset", {}, "POST");
  const after = await caller.run(id);
  expect(after.verdict, JSON.stringify(after.cause)).toBe("pass");
  const known = before.stages.filter((one) => one.at !== null);
  expect(after.stages).toEqual(expect.arrayContaining(known));
});
