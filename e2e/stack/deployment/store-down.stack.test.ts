// @module-tag long
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { type LocalRedis, REDIS_MISSING, redisBinary, startRedis } from "#store/testing/redis.js";
import { type Stack, startStack } from "@/local/stack";
import { type Caller, callerOf, control } from "../client";

const missing = redisBinary() === null;
if (missing) console.warn(REDIS_MISSING);

let redis: LocalRedis;
let stack: Stack;
let caller: Caller;

/** Answers without credentials, as a load balancer asks. */
async function health(path: "live" | "ready") {
  const response = await fetch(`${stack.url}/api/health/${path}`);
  const type = response.headers.get("content-type");
  return { status: response.status, type, body: await response.json() };
}
const pass = { status: 200, type: "application/health+json", body: { status: "pass" } };
const fail = { status: 503, type: "application/health+json", body: { status: "fail" } };
const until = (condition: () => Promise<void>) => vi.waitFor(condition, { timeout: 120_000, interval: 200 });

/** A page of Roundtrip as a person gets it, without its markup and scripts. */
async function page(path: string, cookie: string) {
  const response = await fetch(`${stack.url}${path}`, { headers: { cookie }, redirect: "manual" });
  const text = (await response.text()).replace(/<(script|style)[\s\S]*?<\/\1>|<[^>]*>/g, "");
  return { status: response.status, text };
}

describe.skipIf(missing)("a store that goes away in the middle", () => {
  beforeAll(async () => {
    redis = await startRedis();
    stack = await startStack({
      env: { STORE_URL: redis.url, FIRE_LIMIT_PER_MINUTE: "5000", FIRE_LIMIT_PER_HOUR: "50000" },
    });
    caller = callerOf(stack);
  });
  afterAll(async () => {
    await stack?.stop();
    await redis?.remove();
  });

  test("all four checks pass on Redis, and live and ready say so to anybody", async () => {
    expect(await health("live")).toEqual(pass);
    expect(await health("ready")).toEqual(pass);
    const { status, answer } = await caller.verify();
    expect([status, answer.status]).toEqual([200, "pass"]);
    const history = await page("/admin/sentry/history", await caller.signIn());
    expect(history.text).toContain("1 day with runs, and no incident.");
    expect(history.text).toContain("4 runs on 1 of 30 days");
  });

  test("firing says 503, nothing crashes, and every run that was acknowledged is decided afterwards", async () => {
    // Held back by Sentry, so that all of them are on their way when the store goes.
    await control(stack.sentry.url, "delay", { ms: 3_600_000 });
    const runs = await Promise.all(
      ["sentry", "sentry-extra", "sentry-inngest", "sentry-inngest-ignored"].map((check) =>
        caller.fire(check),
      ),
    );
    const cookie = await caller.signIn();
    await redis.stop();

    await until(async () => expect(await health("ready")).toEqual(fail));
    for (const path of ["/admin/sentry/history", `/admin/sentry/runs/${runs[0]}`]) {
      const { status, text } = await page(path, cookie);
      expect([path, status, text.includes("The run store does not answer")]).toEqual([path, 200, true]);
    }
    expect(await health("live")).toEqual(pass);
    const refused = await caller.get("/api/health/sentry");
    expect(refused.status).toBe(503);
    expect(refused.headers.get("content-type")).toContain("application/problem+json");
    expect(await refused.text()).toContain("STORE_URL");
    expect((await caller.get(`/api/health/sentry/runs/${runs[0]}`)).status).toBe(503);
    expect((await caller.get("/api/health/sentry/status")).status).toBe(503);
    expect((await fetch(`${stack.url}/`)).status).toBeLessThan(500);
    // What the outage is for: the events arrive, and their runs' evidence with them, while nothing can be kept.
    const sent = async () => JSON.stringify(await control(stack.sentry.url, "envelopes?limit=5000"));
    await until(async () => {
      const all = await sent();
      expect(runs.filter((id) => !all.includes(id))).toEqual([]);
    });
    expect(stack.app.child.exitCode).toBeNull();

    await redis.start();
    await until(async () => expect(await health("ready")).toEqual(pass));
    await control(stack.sentry.url, "reset", {}, "POST");
    for (const id of runs) {
      const run = await caller.run(id);
      expect([run.check, run.verdict, run.cause?.code ?? null]).toEqual([run.check, "pass", null]);
    }
    // Each is counted once, whatever had to be done again.
    const history = await page("/admin/sentry/history", cookie);
    expect(history.text).toContain("8 runs on 1 of 30 days");
    const { status } = await caller.verify();
    expect(status).toBe(200);
  });

  test("an app that starts while the store is down serves all the same, and is ready when it is back", async () => {
    await redis.stop();
    await stack.restart();
    expect(await health("live")).toEqual(pass);
    expect(await health("ready")).toEqual(fail);
    expect((await fetch(`${stack.url}/`)).status).toBeLessThan(500);
    await redis.start();
    await until(async () => expect(await health("ready")).toEqual(pass));
    const { status } = await caller.verify();
    expect(status).toBe(200);
  });
});
