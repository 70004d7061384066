import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ROOT } from "@/local/root";
import { type Stack, startStack } from "@/local/stack";
import { assault, ownPaths, told } from "../../hostile/assault";
import { sendCutOff } from "../../hostile/cut-off";
import { type HostileAnswer, type HostileRequest, sendAll } from "../../hostile/send";
import { callerOf, control } from "../client";

/** A process without a limit takes its time to clear away what it no longer needs; with this one it ends where it cannot. */
const HEAP_MB = 256;
/** Beyond what it held after the first of them. */
const MOST_BYTES = 256 * 1024 * 1024;

let stack: Stack;
let buildId = "";
const printed: string[] = [];

beforeAll(async () => {
  buildId = await readFile(join(ROOT, ".next", "BUILD_ID"), "utf8");
  stack = await startStack({
    env: { NODE_OPTIONS: `--max-old-space-size=${HEAP_MB}` },
    log: (source, line) => {
      if (source === "app") printed.push(line);
    },
  });
  // A store that is opened for the first time notes whose it is.
  await callerOf(stack).get("/api/health/sentry/status");
});
afterAll(() => stack?.stop());

async function hostile(count: number, seed: number): Promise<void> {
  const paths = await ownPaths();
  // What is loaded with the first request of its kind is no stranger's doing.
  const lines = () => printed.length;
  await assault(stack, { paths, count: 150, seed: seed + 1, lines });
  const result = await assault(stack, { paths, count, seed, lines });
  console.log(`${count} hostile requests: ${told(result)}`);
  expect(result.failed).toEqual([]);
  expect([result.newRows, result.events, result.lines]).toEqual([[], 0, 0]);
  expect(result.grownBytes).toBeLessThanOrEqual(MOST_BYTES);
}

test("150 requests of any kind: no error of ours, nothing sent, kept or printed", () => hostile(150, 1));

test("Next.js's optimizer of images, of which this app has none, is not there", async () => {
  const begun = printed.length;
  for (const address of ["/icon.svg", "/api/health/live", "/admin/sentry/sign-in", "/%00"]) {
    const url = `${stack.url}/_next/image?url=${encodeURIComponent(address)}&w=640&q=75`;
    expect((await fetch(url)).status).toBe(404);
  }
  expect(printed.slice(begun)).toEqual([]);
});

const eventsStored = async () =>
  (await control<{ eventsStored: number }>(stack.sentry.url, "stats")).eventsStored;

/** Events that Sentry has got by something. One that is sent after all of these is there last. */
async function eventsOf(work: () => Promise<void>): Promise<number> {
  const before = await eventsStored();
  await work();
  await callerOf(stack).run(await callerOf(stack).fire("sentry"));
  return (await eventsStored()) - before - 1;
}

const asked = (method: string, path: string, headers: Record<string, string> = {}) => ({
  method,
  path,
  headers,
  body: null,
});

/** Router states that cannot be read, at all addresses under which Next.js has the data of a page. */
function unreadable(path: string): HostileRequest[] {
  const garbage = { "next-router-state-tree": "%7B" };
  const empty = { "next-router-state-tree": "" };
  const data = [
    ".rsc",
    "/.rsc",
    "/x.rsc",
    "/%25.rsc",
    ".segments/_tree.segment.rsc",
    ".segments/%.segment.rsc",
  ];
  return [
    ...[path, `/_next/data/${buildId}${path}.json`].flatMap((address) =>
      [garbage, empty].map((state) => asked("GET", address, { rsc: "1", ...state })),
    ),
    ...data.map((end) => asked("GET", `${path}${end}`, garbage)),
    asked("GET", `${path}.rsc`, { rsc: "1", ...garbage }),
    asked("GET", `${path}.rsc`, empty),
    asked("HEAD", `${path}.rsc`, garbage),
    asked("POST", `${path}.rsc`, garbage),
  ];
}

/** Each address gets some of the requests, and each request goes to some of the addresses; then what is left. */
const PARTS = [
  { part: "a tenth of them", tags: [] as string[], takes: (at: number) => at % 10 === 0 },
  { part: "the others", tags: ["long"], takes: (at: number) => at % 10 !== 0 },
];

/** What Next.js answers with an error by itself, in any app: events are what it must not cost at our addresses. */
for (const { part, tags, takes } of PARTS)
  test(`router states that cannot be read, TRACE and addresses that cannot be decoded cost no event: ${part}`, {
    tags,
  }, async () => {
    const statuses = new Map<number, number>();
    const events = await eventsOf(async () => {
      const led: HostileRequest[] = [];
      const count = (request: HostileRequest, answer: HostileAnswer | null) => {
        const { status = 0, location = "" } = answer ?? {};
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
        // A router shows by the query that it knows its own headers; the redirect tells what to show.
        if (location.includes("_rsc=")) led.push({ ...request, path: location.replace(stack.url, "") });
      };
      const requests = (await ownPaths()).flatMap((path, nth) =>
        [asked("TRACE", path), asked("GET", `${path}/%`), ...unreadable(path)].filter((_, at) =>
          takes(nth + at),
        ),
      );
      await sendAll(stack.url, requests, count);
      await sendAll(stack.url, led.splice(0), count);
    });
    console.log(`what Next.js answers by itself: ${[...statuses].map((one) => one.join(": ")).join(", ")}`);
    expect(events).toBe(0);
  });

test("bodies whose senders leave in the middle cost no event, and few lines", {
  tags: ["long"],
}, async () => {
  const signature = `t=${Math.floor(Date.now() / 1000)}&s=${"0".repeat(64)}`;
  const types = ["application/json", "multipart/form-data; boundary=x"];
  const begun = printed.length;
  let sent = 0;
  const events = await eventsOf(async () => {
    for (const path of [...(await ownPaths()), "/", "/no/such/page"])
      for (const method of ["POST", "PUT", "DELETE", "GET"])
        for (const type of types) {
          const headers = { "content-type": type, "x-inngest-signature": signature };
          await sendCutOff(stack.url, { method, path, headers });
          sent += 1;
        }
  });
  const lines = printed.slice(begun);
  console.log(`${sent} bodies cut off: ${events} events, ${lines.length} lines of log`);
  expect(events).toBe(0);
  expect(lines.filter((line) => line.startsWith("roundtrip:"))).toEqual([]);
  // Next.js says four lines of each at an address behind a proxy; ten of them a minute are let through.
  expect(lines.length).toBeLessThanOrEqual(4 * 10 * 3);
});

/** Names that every object answers to, and what else a page may read of its address. */
const WORDS = [
  "__proto__",
  "constructor",
  "toString",
  "401&refused=__proto__",
  "%00",
  "%E2%80%AE",
  "x:__proto__",
];

test("words in an address that a page asks a table for are words like any other", {
  tags: ["long"],
}, async () => {
  const begun = printed.length;
  const wrong: string[] = [];
  const lines: string[] = [];
  const events = await eventsOf(async () => {
    const queries = ["refused", "next", "look", "check", "__proto__"].flatMap((name) =>
      WORDS.map((word) => `?${name}=${word}`),
    );
    const pages = (await ownPaths()).filter((path) => path.startsWith("/admin"));
    const requests = [...pages, "/admin/sentry/constructor", "/admin/sentry/runs/__proto__"].flatMap((path) =>
      queries.map((query) => asked("GET", `${path}${query}`)),
    );
    await sendAll(stack.url, requests, ({ path }, answer) => {
      if ((answer?.status ?? 500) >= 500) wrong.push(path);
    });
    lines.push(...printed.slice(begun));
  });
  expect([wrong, events, lines]).toEqual([[], 0, []]);
});

test("20,700 of them", { tags: ["long"], timeout: 1_800_000 }, () => hostile(20_700, 7));
