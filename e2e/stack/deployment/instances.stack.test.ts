// @module-tag long

import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { startSentry } from "#stand-ins/sentry/server.js";
import { REDIS_MISSING, redisBinary } from "#store/testing/redis.js";
import { Fleet } from "../../fleet/fleet";

const missing = redisBinary() === null;
if (missing) console.warn(REDIS_MISSING);

/** Takes the requests. */
const A = 0;
/** Differs from A in what a test says. */
const B = 1;

describe.skipIf(missing)("two instances behind one address", () => {
  let fleet: Fleet;
  beforeAll(async () => {
    fleet = await Fleet.start(2);
  });
  afterEach(async () => {
    fleet.front.prefer(null);
    await fleet.mend();
  });
  afterAll(() => fleet?.stop());

  /** The app's own address, and so Inngest's calls, lead to B; what is asked of A directly is A's. */
  async function toB(env: Readonly<Record<string, string | undefined>>): Promise<void> {
    await fleet.kill(B);
    await fleet.revive(B, env);
    fleet.front.prefer(B);
  }
  /** What only the deadline decides is to be decided soon, and not before a slow machine has done its part. */
  async function nearDeadline(): Promise<void> {
    await fleet.kill(A);
    await fleet.revive(A, { RUN_DEADLINE_SECONDS: "20" });
  }
  const fired = async (check: string) => fleet.caller(A).run(await fleet.caller(A).fire(check));

  test("every check that a server fires passes, whichever instance does its part", async () => {
    const checks = ["sentry", "sentry-extra", "sentry-inngest", "sentry-inngest-ignored", "sentry-render"];
    const others = ["sentry-action", "sentry-edge", "sentry-proxy", "sentry-control-flow", "sentry-trace"];
    const { status, answer } = await fleet.outside().verify({ checks: [...checks, ...others], wait: 300 });
    const causes = Object.entries(answer.checks).map(([name, [one]]) => [name, one?.cause?.code ?? null]);
    expect(causes.filter(([, code]) => code !== null)).toEqual([]);
    expect(status).toBe(200);
  });

  test("redirect() and notFound() are proven unreported by one instance, however the front hands out requests", async () => {
    const runs = await Promise.all([1, 2, 3, 4].map(() => fired("sentry-control-flow")));
    expect(runs.map((one) => [one.verdict, one.cause])).toEqual(runs.map(() => ["pass", null]));
  });

  test("what verify was told to expect is not lost between two that do not know each other's secrets", async () => {
    await toB({ SESSION_SECRET: "another-secret-of-thirty-two-and-more-characters" });
    const expected = { checks: ["sentry"], expect: { release: "roundtrip@n3w" } };
    const { status, answer } = await fleet.caller(A).verify(expected);
    expect([status, answer.checks.sentry?.[0]?.cause?.code]).toEqual([503, "expectation_lost"]);
  });

  test("a task that another deployment ran is told by what its event says of itself", async () => {
    await toB({ COMMIT_SHA: "0ld" });
    const run = await fired("sentry-inngest");
    expect([run.verdict, run.cause?.code]).toEqual(["fail", "task_ran_elsewhere"]);
    expect(run.cause?.summary).toContain("roundtrip@0ld");
  });

  test("a worker without Sentry is told from a missing middleware", async () => {
    await nearDeadline();
    await toB({ SENTRY_DSN: undefined });
    const run = await fired("sentry-inngest");
    expect([run.verdict, run.cause?.code]).toEqual(["fail", "sdk_not_started_elsewhere"]);
  });

  test("a worker that sends to another project is told from an event that was discarded", async () => {
    await nearDeadline();
    const other = await startSentry({ project: "4711" });
    try {
      await toB({ SENTRY_DSN: other.dsn });
      const run = await fired("sentry-inngest");
      expect([run.verdict, run.cause?.code]).toEqual(["fail", "sent_elsewhere"]);
      expect(run.cause?.summary).toContain("project 4711");
    } finally {
      await other.close();
    }
  });

  test("a worker that sends to another Sentry is told, though its project bears the same number", async () => {
    const other = await startSentry();
    try {
      await toB({ SENTRY_DSN: other.dsn });
      const run = await fired("sentry-inngest");
      expect([run.verdict, run.cause?.code]).toEqual(["fail", "sent_elsewhere"]);
      expect(run.cause?.summary).toContain(new URL(other.dsn).host);
    } finally {
      await other.close();
    }
  });
});
