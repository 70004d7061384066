import { createHmac } from "node:crypto";
import { once } from "node:events";
import { connect } from "node:net";
import { Redis } from "ioredis";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type LocalRedis, redisBinary, startRedis } from "#store/testing/redis.js";
import { type Stack, startStack } from "@/local/stack";
import { inMb, peakDuring } from "../../hostile/resident";
import { callerOf } from "../client";
import { type RawRequest, sendRaw } from "./raw";

const MB = 1024 * 1024;
/** What Inngest sends at most; no other door takes as much. */
const CAP = 4 * MB;
const AT_ONCE = 20;

let stack: Stack;
let redis: LocalRedis | null = null;

beforeAll(async () => {
  redis = redisBinary() === null ? null : await startRedis();
  stack = await startStack({ env: redis ? { STORE_URL: redis.url } : {} });
  // What is loaded with the first request of its kind is no body's doing.
  await Promise.all([callerOf(stack).verify(), callerOf(stack).signIn()]);
});
afterAll(async () => {
  await stack?.stop();
  await redis?.remove();
});

const RUN = "01a2071388e076938897a782d26598ce";
const json = { "content-type": "application/json" };
const plausible = () => ({
  ...json,
  "x-inngest-signature": `t=${Math.floor(Date.now() / 1000)}&s=${"0".repeat(64)}`,
});

/** Every door that takes a body, and pages, which Next.js would look at for an action. */
const DOORS: Readonly<Record<string, () => RawRequest>> = {
  "an unsigned call": () => ({ path: "/api/inngest?fnId=roundtrip-raise&stepId=step", headers: json }),
  "a call with a forged signature": () => ({
    path: "/api/inngest?fnId=roundtrip-raise&stepId=step",
    headers: plausible(),
  }),
  "an unsigned registration": () => ({ method: "PUT", path: "/api/inngest", headers: json }),
  "a forged registration": () => ({ method: "PUT", path: "/api/inngest", headers: plausible() }),
  verify: () => ({
    path: "/api/health/sentry/verify",
    headers: { ...json, authorization: `Bearer ${stack.token}` },
  }),
  "a browser's run": () => ({
    path: "/api/health/sentry/runs",
    headers: { ...json, authorization: `Bearer ${stack.token}` },
  }),
  evidence: () => ({ path: `/api/health/sentry/runs/${RUN}/evidence`, headers: json }),
  "a sign-in": () => ({ path: "/api/health/sentry/session", headers: json }),
  "a sign-out": () => ({ method: "DELETE", path: "/api/health/sentry/session", headers: json }),
  "a check": () => ({ path: "/api/health/sentry", headers: json }),
  "the sign-in page": () => ({
    path: "/admin/sentry/sign-in",
    headers: { "content-type": "multipart/form-data; boundary=x" },
  }),
  "the page": () => ({ path: "/admin/sentry", headers: { "next-action": "0".repeat(42), ...json } }),
  "the page with an action": () => ({
    path: "/admin/checks/action",
    headers: { "next-action": "0".repeat(42), "content-type": "text/plain;charset=UTF-8" },
  }),
};

async function stuffed(door: string, request: () => RawRequest): Promise<void> {
  for (const length of ["declared", "chunked"] as const) {
    const statuses: (number | null)[] = [];
    const { idle, peak } = await peakDuring(stack.app.child.pid ?? 0, async () => {
      const one = () => sendRaw(stack.url, { ...request(), bytes: 60 * MB, length, stubborn: true });
      statuses.push(...(await Promise.all(Array.from({ length: AT_ONCE }, one))));
    });
    const seen = [...new Set(statuses)].join(", ");
    console.log(`${door}, ${length}, ${AT_ONCE} at once: ${seen}; ${inMb(idle)} idle, ${inMb(peak)} at most`);
    expect(statuses.filter((status) => status !== null && status >= 500 && status !== 503)).toEqual([]);
    expect(peak - idle).toBeLessThanOrEqual(AT_ONCE * CAP);
  }
  expect((await fetch(`${stack.url}/api/health/live`)).status).toBe(200);
}

/** One that streams to a handler, one whose signature must be looked at, and one behind the proxy. */
const FIRST = new Set(["an unsigned call", "a call with a forged signature", "the page with an action"]);
const doors = (first: boolean) => Object.entries(DOORS).filter(([door]) => FIRST.has(door) === first);

test.each(doors(true))("%s with 60 MB: the app goes on, within its memory", stuffed);

describe("all other doors", { tags: ["long"] }, () => {
  test.each(doors(false))("%s with 60 MB: the app goes on, within its memory", stuffed);
});

const signed = (body: string) => {
  const key = (stack.env.INNGEST_SIGNING_KEY ?? "").replace(/^signkey-\w+-/, "");
  const t = String(Math.floor(Date.now() / 1000));
  const mac = createHmac("sha256", key).update(body).update(t).digest("hex");
  return { ...json, "x-inngest-signature": `t=${t}&s=${mac}` };
};
const call = async (body: string, headers: Record<string, string>) =>
  (
    await fetch(`${stack.url}/api/inngest?fnId=roundtrip-nothing&stepId=step`, {
      method: "POST",
      headers,
      body,
    })
  ).status;

test("a signed call of all that Inngest may send reaches its SDK, and one byte more does not", async () => {
  const of = (bytes: number) => JSON.stringify({ x: "x".repeat(bytes - 8) });
  // The SDK knows no such function.
  expect(await call(of(CAP), signed(of(CAP)))).toBe(500);
  expect(await call(of(CAP + 1), signed(of(CAP + 1)))).toBe(413);
});

/** Every command that a Redis is sent, by a socket: ioredis fails where one comes in a packet with the answer to MONITOR. */
async function monitor(url: string) {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname).setEncoding("utf8");
  let said = "";
  socket.on("data", (part) => (said += part));
  await once(socket, "connect");
  socket.write("MONITOR\r\n");
  await expect.poll(() => said).toMatch(/^\+OK\r\n/);
  return { commands: () => said.split("\r\n").slice(1), end: () => socket.destroy() };
}

test("what is refused costs no look into the store", async (context) => {
  if (!redis) return context.skip();
  const client = new Redis(redis.url);
  const { commands, end } = await monitor(redis.url);
  const event = { data: { run: RUN, check: "sentry-inngest", parts: [{ role: "main", eventId: RUN }] } };
  const body = JSON.stringify({ event, ctx: { attempt: 0 } });
  const refused = Object.values(DOORS).filter((door) => !door().headers?.authorization);
  for (const { path, headers, method = "POST" } of refused.flatMap((door) =>
    Array.from({ length: 20 }, door),
  ))
    await fetch(`${stack.url}${path}`, { method, headers: { ...headers }, body, redirect: "manual" });
  // The last command of all that were sent: what came before it has been seen.
  await client.set("seen", "all");
  await expect.poll(() => commands().join("\n")).toContain('"set" "seen" "all"');
  end();
  client.disconnect();
  // Followers of earlier runs go on meanwhile; a look for a request names its run, its session or its limit.
  const looks = commands().filter((command) => new RegExp(`${RUN}|signin|fire-|session`).test(command));
  console.log(`${refused.length * 20} refused requests: ${looks.length} looks into the store`);
  expect(looks).toEqual([]);
});
