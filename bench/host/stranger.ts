import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "#stand-ins/port.js";
import { type HostileRequest, sendAll } from "@/e2e/hostile/send";
import type { Running } from "@/local/processes";
import { ROOT } from "@/local/root";
import { startNext, startSentry } from "@/local/stack";
import { buildComparison, comparisonEnv, startComparison } from "../comparison";
import { type Figure, figure } from "../figure";

const REQUESTS = 1_000;

/** Kinds of requests that Next.js itself answers with an error, at any page of any app. */
const KINDS: Readonly<Record<string, Omit<HostileRequest, "path">>> = {
  "multipart without a boundary": {
    method: "POST",
    headers: { "content-type": "multipart/form-data" },
    body: "x",
  },
  "an action without a name": {
    method: "POST",
    headers: { "next-action": "", "content-type": "text/plain" },
    body: "[]",
  },
  "an action that there is not": {
    method: "POST",
    headers: { "next-action": "0".repeat(42), "content-type": "text/plain" },
    body: "[]",
  },
  "a broken router state": {
    method: "GET",
    headers: { rsc: "1", "next-router-state-tree": "%7B" },
    body: null,
  },
  TRACE: { method: "TRACE", headers: {}, body: null },
};

interface App {
  name: string;
  path: string;
  start(log: (line: string) => void): Promise<{ url: string; running: Running }>;
}

/** Events and lines of log that a stranger causes by a thousand requests: at a plain app, and at Roundtrip's pages. */
export async function stranger(): Promise<Figure[]> {
  await buildComparison();
  const directory = await mkdtemp(join(tmpdir(), "roundtrip-bench-"));
  const sentry = await startSentry({});
  const env = comparisonEnv(sentry.facts, join(directory, "runs.db"));
  const product = async (log: (line: string) => void) => {
    const port = await freePort();
    return { url: `http://127.0.0.1:${port}`, running: await startNext(ROOT, port, env, log) };
  };
  const apps: App[] = [
    {
      name: "an app without Roundtrip, its page",
      path: "/",
      start: (log) => startComparison("plain", env, { log }),
    },
    { name: "an app with Roundtrip, its page", path: "/", start: product },
    { name: "Roundtrip's sign-in page", path: "/admin/sentry/sign-in", start: product },
    { name: "Roundtrip's page", path: "/admin/sentry", start: product },
    { name: "a check", path: "/api/health/sentry", start: product },
  ];
  try {
    const figures: Figure[] = [];
    for (const app of apps) figures.push(...(await measured(app, sentry.facts.url)));
    return figures;
  } finally {
    await sentry.running.stop();
    await rm(directory, { recursive: true, force: true });
  }
}

async function measured({ name, path, start }: App, sentry: string): Promise<Figure[]> {
  let lines = 0;
  const { url, running } = await start(() => {
    lines += 1;
  });
  try {
    // What it prints of its own start is no stranger's doing.
    await settled(async () => lines);
    const figures: Figure[] = [];
    for (const [kind, request] of Object.entries(KINDS)) {
      const address = request.headers.rsc ? await shownAt(`${url}${path}`, request.headers) : path;
      const before = { lines, events: await accepted(sentry) };
      await sendAll(
        url,
        Array.from({ length: REQUESTS }, () => ({ ...request, path: address })),
        () => undefined,
      );
      const events = await settled(async () => (await accepted(sentry)) - before.events);
      figures.push(figure(`${name}, ${kind}: events`, "count", [events]));
      figures.push(figure(`${name}, ${kind}: lines`, "count", [lines - before.lines]));
    }
    return figures;
  } finally {
    await running.stop();
  }
}

/** A router shows by the query that it knows its own headers; the redirect tells what to show. */
async function shownAt(address: string, headers: Record<string, string>): Promise<string> {
  const answer = await fetch(address, { headers, redirect: "manual" });
  const { pathname, search } = new URL(answer.headers.get("location") ?? address, address);
  return `${pathname}${search}`;
}

/** Events that Sentry has taken so far; it counts more of them than it keeps. */
async function accepted(sentry: string): Promise<number> {
  const stats = (await (await fetch(`${sentry}/_control/stats`)).json()) as { eventsStored: number };
  return stats.eventsStored;
}

/** A number that no longer changes from one second to the next. */
async function settled(read: () => Promise<number>): Promise<number> {
  for (let last = await read(); ; ) {
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    const now = await read();
    if (now === last) return now;
    last = now;
  }
}
