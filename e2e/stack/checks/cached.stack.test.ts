import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { newNonce } from "#checks/nonce.js";
import { roundtrip } from "#cli/testing/shell.js";
import { freePort } from "#stand-ins/port.js";
import { REDIS_MISSING, redisBinary, startRedis } from "#store/testing/redis.js";
import { FiredUnderSchema, ProblemSchema } from "#verdict/answer.js";
import { type Stack, startStack } from "@/local/stack";
import { KeepingFront } from "../../fleet/keeping-front";
import { CRON, inngestRuns, tick } from "../canary";
import { type Caller, callerOf, control } from "../client";

const missing = redisBinary() === null;
if (missing) console.warn(REDIS_MISSING);

const STORES = [
  { store: "a file", skip: false, open: async () => null },
  { store: "Redis", skip: missing, open: () => startRedis() },
];
/** The checks' own addresses. */
const FIRING = /^\/api\/health\/sentry(-[a-z-]+)?$/;
const PAGES = /^\/admin\/checks\//;
const VISITING = ["sentry-render", "sentry-edge", "sentry-proxy"];

describe.each(STORES)("a cache before the app, whose runs are kept in $store", ({ store, skip, open }) => {
  describe.skipIf(skip)("proves nothing", { tags: store === "Redis" ? ["long"] : [] }, () => {
    let redis: Awaited<ReturnType<typeof open>>;
    let stack: Stack;
    let caller: Caller;
    let front: KeepingFront;
    let keeps = FIRING;

    beforeAll(async () => {
      const port = await freePort();
      redis = await open();
      front = await KeepingFront.start(port, (path) => keeps.test(path));
      const env = {
        APP_URL: front.url,
        CANARY_CRON: CRON,
        CANARY_CHECKS: "sentry",
        FIRE_LIMIT_PER_MINUTE: "10000",
        FIRE_LIMIT_PER_HOUR: "1000000",
        ...(redis && { STORE_URL: redis.url }),
      };
      stack = await startStack({ port, env });
      caller = callerOf(stack);
    });
    afterEach(async () => {
      front.forget();
      keeps = FIRING;
      await control(stack.sentry.url, "reset", {}, "POST");
    });
    afterAll(async () => {
      await stack?.stop();
      await front?.stop();
      await redis?.remove();
    });
    const dropAll = () => control(stack.sentry.url, "ingest", { mode: "drop" });

    test("to verify: what it kept of a pass is a check that was not fired", async () => {
      const checks = ["sentry", "sentry-extra"];
      const before = await caller.verify({ checks });
      expect([before.status, before.answer.status, front.size]).toEqual([200, "pass", 2]);
      await dropAll();
      const { status, answer } = await caller.verify({ checks });
      const entries = checks.map((name) => answer.checks[name]?.[0]);
      expect([status, entries.map((one) => [one?.verdict, one?.cause?.code, one?.run])]).toEqual([
        503,
        checks.map(() => ["fail", "answered_by_cache", null]),
      ]);
    });

    test("to the visits of the server, whose pages raise", async () => {
      keeps = PAGES;
      // Its form and its action have one path, so that the cache answers the second with the first.
      const checks = [...VISITING, "sentry-action"];
      const before = await caller.verify({ checks });
      const causes = ({ answer }: typeof before) =>
        checks.map((name) => answer.checks[name]?.[0]?.cause?.code ?? null);
      expect(causes(before)).toEqual([null, null, null, "answered_by_cache"]);
      await dropAll();
      expect(causes(await caller.verify({ checks }))).toEqual(checks.map(() => "answered_by_cache"));
    });

    // The canary tries three times, with pauses; what it reads, both stores have shown by now.
    test.skipIf(store === "Redis")(
      "to the canary, which fires nothing and says so",
      { tags: ["long"] },
      async () => {
        const path = "/api/health/sentry";
        await (await fetch(`${front.url}${path}`, { method: "POST", headers: bearer(stack) })).text();
        expect(front.size).toBe(1);
        await tick(stack);
        const round = async () => (await inngestRuns(stack, "canary"))[0];
        await expect.poll(async () => (await round())?.status, { timeout: 120_000 }).toBe("Completed");
        expect(JSON.stringify(await round())).toContain('"sentry":"fail"');
      },
    );

    test("to the command, which does not take it for an answer", async () => {
      keeps = /\/verify$/;
      const argv = ["verify", "--url", front.url, "--checks", "sentry"];
      const before = await roundtrip(argv, { ADMIN_TOKEN: stack.token });
      expect([before.code, front.size], before.stderr).toEqual([0, 1]);
      await dropAll();
      const { code, stderr } = await roundtrip(argv, { ADMIN_TOKEN: stack.token });
      expect([code, stderr]).toEqual([2, expect.stringContaining("a cache answered")]);
    });

    test("to the doctor, who says that it is there", async () => {
      keeps = /\/doctor/;
      await (await caller.get("/api/health/sentry/doctor")).text();
      const again = (await (await caller.get("/api/health/sentry/doctor")).json()) as {
        findings: { code: string; level: string }[];
      };
      expect(again.findings).toContainEqual(
        expect.objectContaining({ code: "answers_cached", level: "fail" }),
      );
      const argv = ["doctor", "--url", front.url];
      await roundtrip(argv, { ADMIN_TOKEN: stack.token });
      const { code, stderr } = await roundtrip(argv, { ADMIN_TOKEN: stack.token });
      expect([code, stderr]).toEqual([2, expect.stringContaining("a cache answered")]);
    });

    test.each(["GET", "POST"])(
      "a run is found by the nonce that it was fired under by %s, once",
      async (method) => {
        const nonce = newNonce();
        const headers = { "x-check-nonce": nonce };
        const fired = await caller.get("/api/health/sentry-extra", { method, headers });
        expect([fired.status, fired.headers.get("x-check-nonce")]).toEqual([200, nonce]);
        const run = fired.headers.get("x-check-run") ?? "";
        const found = await caller.get(`/api/health/sentry/runs?nonce=${nonce}`);
        expect(FiredUnderSchema.parse(await found.json())).toEqual({
          nonce,
          runs: [{ check: "sentry-extra", run, href: `/api/health/sentry/runs/${run}` }],
        });
        expect((await caller.run(run, 0)).nonce).toBe(nonce);

        const again = await caller.get("/api/health/sentry-extra", { method, headers });
        expect([again.status, ProblemSchema.parse(await again.json()).detail]).toEqual([
          409,
          expect.stringContaining(run),
        ]);
        const verified = await caller.get("/api/health/sentry/verify", {
          method: "POST",
          headers: { ...headers, "content-type": "application/json" },
          body: "{}",
        });
        expect(verified.status).toBe(409);
      },
    );

    test("an uncaught error's bare answer is known by its nonce, and a nonce serves several checks", async () => {
      const nonce = newNonce();
      const headers = { "x-check-nonce": nonce };
      const answers = await Promise.all(
        ["sentry", "sentry-extra"].map((name) => caller.get(`/api/health/${name}`, { headers })),
      );
      expect(answers.map((one) => one.status)).toEqual([500, 200]);
      const found = FiredUnderSchema.parse(
        await (await caller.get(`/api/health/sentry/runs?nonce=${nonce}`)).json(),
      );
      expect(found.runs.map((one) => one.check).sort()).toEqual(["sentry", "sentry-extra"]);
    });

    test("a malformed nonce is refused by name, wherever it is sent", async () => {
      const headers = { "x-check-nonce": "short" };
      for (const path of [
        "/api/health/sentry",
        "/api/health/sentry/status",
        "/api/health/sentry/runs?nonce=short",
      ]) {
        const answer = await caller.get(path, path.includes("?") ? {} : { headers });
        const { detail } = ProblemSchema.parse(await answer.json());
        expect([answer.status, detail]).toEqual([400, expect.stringMatching(/nonce: must be 16 to 64/)]);
      }
    });
  });
});

const bearer = (stack: Stack) => ({ authorization: `Bearer ${stack.token}` });
