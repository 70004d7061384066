import { createHmac, randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { appIdOf } from "#config/app/id.js";
import { mintRunId } from "#runs/id.js";
import { canonicalJson } from "#stand-ins/inngest/wire/canonical.js";
import { type Stack, startStack } from "@/local/stack";
import { functionId } from "../canary";
import { type Caller, callerOf, control } from "../client";

let stack: Stack;
let caller: Caller;

beforeAll(async () => {
  stack = await startStack();
  caller = callerOf(stack);
});
afterAll(() => stack?.stop());

const sign = (body: string, key: string, t: string) =>
  createHmac("sha256", key.replace(/^signkey-\w+-/, ""))
    .update(body)
    .update(t)
    .digest("hex");
const seconds = (ago: number) => String(Math.floor(Date.now() / 1000) - ago);

/** A call as Inngest makes it. If one of these ran, its error would reach Sentry. */
function call(): string {
  const run = mintRunId();
  const app = appIdOf(stack.env);
  const data = { app, run, check: "sentry-inngest", parts: [{ role: "main", eventId: run }] };
  const event = { name: `${app}/check.fired`, id: run, ts: Date.now(), data };
  const ctx = {
    run_id: `01${run.slice(0, 24).toUpperCase()}`,
    attempt: 1,
    max_attempts: 2,
    disable_immediate_execution: false,
    use_api: false,
    stack: { stack: [], current: 0 },
  };
  // What is signed is the one canonical form: a good signature over another would be refused for its form.
  return canonicalJson({ version: 2, event, events: [event], steps: {}, ctx });
}

type Forgery = (body: string, key: string) => Record<string, string>;
const FORGERIES: Readonly<Record<string, Forgery>> = {
  "no signature": () => ({}),
  "an empty one": () => ({ "x-inngest-signature": "" }),
  "no time": (body, key) => ({ "x-inngest-signature": `s=${sign(body, key, seconds(0))}` }),
  "no digest": () => ({ "x-inngest-signature": `t=${seconds(0)}&s=` }),
  "a random digest": () => ({
    "x-inngest-signature": `t=${seconds(0)}&s=${randomBytes(32).toString("hex")}`,
  }),
  "another key": (body) => {
    const t = seconds(0);
    return { "x-inngest-signature": `t=${t}&s=${sign(body, randomBytes(32).toString("hex"), t)}` };
  },
  "the key with its prefix": (body, key) => {
    const t = seconds(0);
    return {
      "x-inngest-signature": `t=${t}&s=${createHmac("sha256", key).update(body).update(t).digest("hex")}`,
    };
  },
  "another body": (body, key) => {
    const t = seconds(0);
    return { "x-inngest-signature": `t=${t}&s=${sign(`${body} `, key, t)}` };
  },
  "a good one, six minutes old": (body, key) => {
    const t = seconds(360);
    return { "x-inngest-signature": `t=${t}&s=${sign(body, key, t)}` };
  },
  "a good one, a day old": (body, key) => {
    const t = seconds(86_400);
    return { "x-inngest-signature": `t=${t}&s=${sign(body, key, t)}` };
  },
  "a good one from the future": (body, key) => {
    const t = seconds(-360);
    return { "x-inngest-signature": `t=${t}&s=${sign(body, key, t)}` };
  },
  "an old one with a new time": (body, key) => ({
    "x-inngest-signature": `t=${seconds(0)}&s=${sign(body, key, seconds(360))}`,
  }),
  "a time that is none": (body, key) => ({ "x-inngest-signature": `t=NaN&s=${sign(body, key, "NaN")}` }),
  "the word that the server is a dev server": () => ({ "x-inngest-server-kind": "dev" }),
  "the bearer token of the admin": () => ({ authorization: `Bearer ${stack.token}` }),
};

async function post(body: string, headers: Record<string, string>, fn: string, query = ""): Promise<number> {
  const response = await fetch(`${stack.url}/api/inngest?fnId=${fn}&stepId=step${query}`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-inngest-server-kind": "cloud", ...headers },
    body,
  });
  await response.body?.cancel();
  return response.status;
}

const events = () => control<unknown[]>(stack.sentry.url, "events?limit=5000");

describe("Inngest's endpoint", () => {
  test("runs a function for a call that is signed right, and reports its error: the forgeries could too", async () => {
    const body = call();
    const key = stack.env.INNGEST_SIGNING_KEY ?? "";
    const t = seconds(0);
    const signed = { "x-inngest-signature": `t=${t}&s=${sign(body, key, t)}` };
    expect([400, 500]).toContain(await post(body, signed, functionId(stack, "raise")));
    const { run } = (JSON.parse(body) as { event: { data: { run: string } } }).event.data;
    await expect.poll(async () => JSON.stringify(await events()), { timeout: 120_000 }).toContain(run);
  });

  test("runs none for a thousand forged, replayed and unsigned calls", { tags: ["long"] }, async () => {
    await control(stack.sentry.url, "reset", { clear: true }, "POST");
    const key = stack.env.INNGEST_SIGNING_KEY ?? "";
    const kinds = Object.entries(FORGERIES);
    const statuses = new Map<number, number>();
    const runs: string[] = [];
    const forged = async (i: number) => {
      const [name, forge] = kinds[i % kinds.length] ?? expect.fail();
      const body = call();
      runs.push((JSON.parse(body) as { event: { id: string } }).event.id);
      const fn = functionId(stack, i % 2 === 0 ? "raise" : "raise-ignored");
      const status = await post(body, forge(body, key), fn, i % 7 === 0 ? "&probe=trust" : "");
      expect(status, name).toBeGreaterThanOrEqual(400);
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    };
    for (let i = 0; i < 1_000; i += 20) {
      await Promise.all(Array.from({ length: 20 }, (_, offset) => forged(i + offset)));
    }
    expect(runs.length).toBe(1_000);
    for (const method of ["PUT", "GET"]) {
      const answer = await fetch(`${stack.url}/api/inngest`, { method });
      expect(await answer.text()).not.toContain("raise-ignored");
    }
    // An honest check afterwards: what the forgeries had raised would have come before it.
    const honest = await caller.run(await caller.fire("sentry-inngest"));
    expect(honest.verdict).toBe("pass");
    const stored = JSON.stringify(await events());
    expect(stored).toContain(honest.id);
    expect(runs.filter((run) => stored.includes(run))).toEqual([]);
    console.log(
      `inngest: 1000 forged calls of ${kinds.length} kinds, answered ${[...statuses].map(([s, n]) => `${s}: ${n}`).join(", ")}; 0 functions run`,
    );
  });
});
