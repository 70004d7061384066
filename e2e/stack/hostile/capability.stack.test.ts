import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { freePort } from "#stand-ins/port.js";
import { type LocalRedis, redisBinary, startRedis } from "#store/testing/redis.js";
import type { MintedAnswer } from "#verdict/answer.js";
import type { Running } from "@/local/processes";
import { ROOT } from "@/local/root";
import { type Stack, startNext, startStack } from "@/local/stack";
import { callerOf } from "../client";

/** What a run keeps of others' words; see packages/roundtrip/src/runs/record/submissions.ts. */
const MOST_CLAIMS = 200;

let stack: Stack;
let redis: LocalRedis | null = null;
/** Another instance of the same app, over the same store. */
let other: { url: string; running: Running };

beforeAll(async () => {
  // Where there is one: requests overtake each other on their way to a server, and hardly at a file.
  redis = redisBinary() === null ? null : await startRedis();
  stack = await startStack({ env: redis ? { STORE_URL: redis.url } : {} });
  const port = await freePort();
  other = { url: `http://127.0.0.1:${port}`, running: await startNext(ROOT, port, stack.env) };
});
afterAll(async () => {
  await other?.running.stop();
  await stack?.stop();
  await redis?.remove();
});

/** A browser's run, as the command mints it: what is attacked here knows its capability, and nothing else. */
async function minted(): Promise<MintedAnswer> {
  const headers = { "content-type": "application/json" };
  const body = JSON.stringify({ check: "sentry-browser" });
  const response = await callerOf(stack).get("/api/health/sentry/runs", { method: "POST", headers, body });
  return (await response.json()) as MintedAnswer;
}

test("a run keeps no more of others' words for being sent many at once, to two instances", async () => {
  const { run, capability } = await minted();
  const submissions = () =>
    Array.from({ length: 50 }, () => ({
      kind: "not_reached",
      id: randomUUID(),
      at: Date.now(),
      process: "x",
      runtime: "browser",
      status: null,
      code: "x".repeat(300),
    }));
  const statuses = await Promise.all(
    Array.from({ length: 40 }, async (_, n) => {
      const headers = { "content-type": "application/json", "x-check-token": capability };
      const init = { method: "POST", headers, body: JSON.stringify(submissions()) };
      const { url } = n % 2 ? stack : other;
      return (await fetch(`${url}/api/health/sentry/runs/${run}/evidence`, init)).status;
    }),
  );
  const kept = 50 * statuses.filter((status) => status === 204).length;
  console.log(`2,000 submissions at once: ${kept} kept`);
  expect(kept).toBe(MOST_CLAIMS);
  expect(new Set(statuses)).toEqual(new Set([204, 413]));
});

test("the page that raises is there once, however many ask for it at the same moment", async () => {
  const { run, capability, page } = await minted();
  const statuses = await Promise.all(
    Array.from({ length: 20 }, async () => {
      const response = await fetch(`${stack.url}${page}`, { headers: { "x-check-token": capability } });
      await response.text();
      return response.status;
    }),
  );
  expect(statuses.filter((status) => status === 200)).toHaveLength(1);
  expect(new Set(statuses)).toEqual(new Set([200, 404]));
  expect(await callerOf(stack).run(run, 0)).toMatchObject({
    verdict: "pending",
  });
});

test("words that every object answers to break neither the run nor the pages that show it", async () => {
  const app = callerOf(stack);
  const cookie = await app.signIn();
  for (const word of ["constructor", "__proto__", "toString"]) {
    const { run, capability } = await minted();
    const seen = { at: Date.now(), process: word, runtime: "browser" };
    const facts = [
      { ...seen, id: "a", kind: "dropped", reason: word, by: word },
      { ...seen, id: "b", kind: "not_sent", code: word },
      { ...seen, id: "c", kind: "not_reached", code: word, status: null },
    ];
    const headers = { "content-type": "application/json", "x-check-token": capability };
    const init = { method: "POST", headers, body: JSON.stringify(facts) };
    expect((await fetch(`${stack.url}/api/health/sentry/runs/${run}/evidence`, init)).status).toBe(204);
    expect(await app.run(run, 0)).toMatchObject({ id: run });
    for (const page of ["/admin/sentry", `/admin/sentry/runs/${run}`])
      expect([page, (await fetch(`${stack.url}${page}`, { headers: { cookie } })).status]).toEqual([
        page,
        200,
      ]);
  }
});
