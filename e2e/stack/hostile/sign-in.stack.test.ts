import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { freePort } from "#stand-ins/port.js";
import { type LocalRedis, REDIS_MISSING, redisBinary, startRedis } from "#store/testing/redis.js";
import type { Running } from "@/local/processes";
import { ROOT } from "@/local/root";
import { type Stack, startNext, startStack } from "@/local/stack";
import { callerOf } from "../client";

const RUN = "01a2071388e076938897a782d26598ce";
const signIn = (url: string, token: string) =>
  fetch(`${url}/api/health/sentry/session`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: url },
    body: JSON.stringify({ token }),
  });
/** 404 for who is let in, since there is no such run; 401 for others. */
const look = async (url: string, cookie: string) =>
  (await fetch(`${url}/api/health/sentry/runs/${RUN}`, { headers: { cookie } })).status;
const page = async (url: string, cookie: string) =>
  (await fetch(`${url}/admin/sentry`, { headers: { cookie }, redirect: "manual" })).status;
const signOut = async (url: string, cookie: string) =>
  (await fetch(`${url}/api/health/sentry/session`, { method: "DELETE", headers: { cookie, origin: url } }))
    .status;

let stack: Stack;
beforeAll(async () => {
  stack = await startStack({ env: { SESSION_SECRET: undefined } });
});
afterAll(() => stack?.stop());

describe("a stranger at the sign-in", () => {
  test("locks nobody out, however many wrong tokens come, and learns nothing but that they are wrong", {
    tags: ["long"],
  }, async () => {
    const count = 400;
    const statuses = new Set<number>();
    let next = 0;
    const started = performance.now();
    await Promise.all(
      Array.from({ length: 40 }, async () => {
        while (next++ < count) statuses.add((await signIn(stack.url, `wrong-${next}`)).status);
      }),
    );
    const seconds = (performance.now() - started) / 1000;
    expect([...statuses].sort()).toEqual([401, 429]);
    const right = await signIn(stack.url, stack.token);
    expect(right.status).toBe(204);
    expect(await look(stack.url, right.headers.get("set-cookie")?.split(";")[0] ?? "")).toBe(404);
    const perDay = Math.round((count / seconds) * 86_400);
    console.log(
      `guesses a day of a stranger who does not wait: ${perDay.toExponential(1)} of 2^256, one after the other: 10,800`,
    );
  });
});

const missing = redisBinary() === null;
if (missing) console.warn(REDIS_MISSING);

describe.each([
  { store: "libSQL", redis: false, skipped: false, tags: [] },
  { store: "Redis", redis: true, skipped: missing, tags: ["long"] },
])("a session that somebody ends, over $store", ({ redis: onRedis, skipped, tags }) => {
  describe.skipIf(skipped)("with two instances", { tags }, () => {
    let redis: LocalRedis | null = null;
    let file: string | undefined;
    let other: { url: string; running: Running };
    beforeAll(async () => {
      redis = onRedis ? await startRedis() : null;
      file = stack.env.STORE_URL;
      if (redis) await stack.restart({ STORE_URL: redis.url });
      const port = await freePort();
      other = { url: `http://127.0.0.1:${port}`, running: await startNext(ROOT, port, stack.env) };
    });
    afterAll(async () => {
      await other?.running.stop();
      if (redis) await stack.restart({ STORE_URL: file });
      await redis?.remove();
    });

    test("is dead at once in both, for whoever copied the cookie, and no other session is", async () => {
      const [copied, kept] = [await callerOf(stack).signIn(), await callerOf(stack).signIn()];
      for (const url of [stack.url, other.url]) {
        expect([await look(url, copied), await page(url, copied)]).toEqual([404, 200]);
      }
      expect(await signOut(stack.url, copied)).toBe(204);
      for (const url of [stack.url, other.url]) {
        expect([await look(url, copied), await page(url, copied)]).toEqual([401, 307]);
        expect([await look(url, kept), await page(url, kept)]).toEqual([404, 200]);
      }
    });

    test("is not said to be dead where the store could not keep it, and can be ended again", async (context) => {
      if (!redis) return context.skip();
      const cookie = await callerOf(stack).signIn();
      await redis.stop();
      expect(await signOut(stack.url, cookie)).toBe(503);
      expect(await page(stack.url, cookie)).toBe(200);
      await redis.start();
      await expect.poll(() => signOut(stack.url, cookie), { timeout: 120_000 }).toBe(204);
      expect(await look(other.url, cookie)).toBe(401);
    });
  });
});

// The last: it leaves Roundtrip closed.
describe("what signs a session", () => {
  const another = () => randomBytes(32).toString("base64url");
  /** Whether Roundtrip runs, and whether it takes a session from before. */
  const lookAfter = async (env: Record<string, string | undefined>, cookie: string) => {
    await stack.restart(env);
    return look(stack.url, cookie);
  };

  test("is the token alone where no SESSION_SECRET is set: a new one ends it", async () => {
    const first = await callerOf(stack).signIn();
    expect(await lookAfter({ ADMIN_TOKEN: another() }, first)).toBe(401);
    expect(await lookAfter({ ADMIN_TOKEN: stack.token }, first)).toBe(404);
  });

  test("is both where there is a SESSION_SECRET: a new one ends it, and so does one that comes or goes", {
    tags: ["long"],
  }, async () => {
    const first = await callerOf(stack).signIn();
    const SESSION_SECRET = another();
    expect(await lookAfter({ SESSION_SECRET }, first)).toBe(401);
    const second = await callerOf(stack).signIn();
    expect(await lookAfter({ SESSION_SECRET }, second)).toBe(404);
    expect(await lookAfter({ SESSION_SECRET: another() }, second)).toBe(401);
    expect(await lookAfter({ SESSION_SECRET: undefined }, second)).toBe(401);
    expect(await look(stack.url, first)).toBe(404);
  });

  test("is never a weak one: one that is set and guessable closes, and is named", async () => {
    const SESSION_SECRET = "fake-short-value";
    expect(await lookAfter({ SESSION_SECRET }, "")).toBe(503);
    const said = await (await signIn(stack.url, stack.token)).text();
    expect(said).toContain("SESSION_SECRET needs at least 32 characters");
    expect(said).not.toContain(SESSION_SECRET);
  });
});
