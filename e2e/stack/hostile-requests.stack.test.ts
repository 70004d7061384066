import { afterAll, beforeAll, expect, test } from "vitest";
import { type Stack, startStack } from "@/local/stack";
import { assault, ownPaths, told } from "../hostile/assault";
import { sendAll } from "../hostile/send";
import { callerOf, control } from "./client";

/** A process without a limit of its own takes its time to clear away what it no longer needs. */
const MOST_BYTES = 256 * 1024 * 1024;

let stack: Stack;
let lines = 0;

beforeAll(async () => {
  stack = await startStack({
    log: (source) => {
      if (source === "app") lines += 1;
    },
  });
});
afterAll(() => stack?.stop());

async function hostile(count: number, seed: number): Promise<void> {
  const paths = await ownPaths();
  // What is loaded with the first request of its kind is no stranger's doing.
  await assault(stack, { paths, count: 300, seed: seed + 1, lines: () => lines });
  const result = await assault(stack, { paths, count, seed, lines: () => lines });
  console.log(`${count} hostile requests: ${told(result)}`);
  expect(result.failed).toEqual([]);
  expect([result.grownRows, result.events, result.lines]).toEqual([0, 0, 0]);
  expect(result.grownBytes).toBeLessThanOrEqual(MOST_BYTES);
}

test("2,000 requests of any kind: no error of ours, nothing sent, kept or printed", () => hostile(2_000, 1));

/** What Next.js answers with an error by itself, in any app: events are what it must not cost at our addresses. */
test("broken router states, TRACE and addresses that cannot be decoded cost no event", async () => {
  const paths = await ownPaths();
  const before = (await control<unknown[]>(stack.sentry.url, "events?limit=1000")).length;
  const statuses = new Map<number, number>();
  const state = { rsc: "1", "next-router-state-tree": "%7B" };
  const answers = async (method: string, path: string, headers: Record<string, string> = {}) => {
    await sendAll(stack.url, [{ method, path, headers, body: null }], (_, answer) => {
      statuses.set(answer?.status ?? 0, (statuses.get(answer?.status ?? 0) ?? 0) + 1);
    });
  };
  for (const path of paths) {
    await answers("TRACE", path);
    await answers("GET", `${path}/%`);
    // A router shows by the query that it knows its own headers; the redirect tells what to show.
    const { url } = await fetch(`${stack.url}${path}`, { headers: state });
    const { pathname, search } = new URL(url);
    if (pathname === path) await answers("GET", `${pathname}${search}`, state);
  }
  console.log(`what Next.js answers by itself: ${[...statuses].map((one) => one.join(": ")).join(", ")}`);
  // An event that came after all of these would be there by now, had they sent any.
  await callerOf(stack).run(await callerOf(stack).fire("sentry"), 30);
  const events = await control<unknown[]>(stack.sentry.url, "events?limit=1000");
  expect(events.length - before).toBe(1);
});

test("20,000 of them", { tags: ["long"], timeout: 600_000 }, () => hostile(20_000, 7));
