import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createClient } from "@libsql/client/sqlite3";
import { Redis } from "ioredis";
import { DEFAULT_CHECKS } from "#checks/catalogue.js";
import { openStore, type RunStore } from "#store/open.js";
import { decisionWith } from "#store/testing/history.js";
import { startRedis } from "#store/testing/redis.js";
import { RETENTION_MS, someEvidence, someRun } from "#store/testing/stores.js";
import { dayOf, startOf } from "#verdict/history/days.js";

const DAY_MS = 24 * 60 * 60_000;
/** Whole ones, before today. */
const DAYS = 29;
const RELEASES = 10;
/** The time is cut into so many parts, six a day, and in each ninth of them every check fails. */
const PARTS = 6 * DAYS;
const FAILING = 9;
/** So few that each of them comes on each day, however few runs there are: a history reads how often each came. */
const LATENCIES_MS = [900, 1_400, 2_200, 4_400];
/** What is under way at once while a store is filled. */
const AT_ONCE = 200;
/** As many facts as a run of a route handler leaves, its look-ups included. */
const EVIDENCE = 8;

export const ENVIRONMENT = "production";
export const NEWEST_RELEASE = `shop@${RELEASES - 1}`;

/** A store of its own, on a real server or file. */
export interface Filled {
  runs: number;
  store: RunStore;
  /** One of its runs, from the middle. */
  someId: string;
  /** What it takes on disk (libSQL) or in memory (Redis) with all its runs, less what it took empty. */
  bytes: number;
  close(): Promise<void>;
}

interface Bed {
  url: string;
  size(): Promise<number>;
  remove(): Promise<void>;
}

async function file(): Promise<Bed> {
  const folder = await mkdtemp(join(tmpdir(), "roundtrip-bench-"));
  const path = join(folder, "runs.db");
  return {
    url: `file:${path}`,
    async size() {
      const client = createClient({ url: `file:${path}` });
      await client.execute("PRAGMA wal_checkpoint(TRUNCATE)");
      client.close();
      return (await stat(path)).size;
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

async function redis(): Promise<Bed> {
  const server = await startRedis();
  const client = new Redis(server.url);
  return {
    url: server.url,
    size: async () => Number(/^used_memory:(\d+)/m.exec(await client.info("memory"))?.[1]),
    async remove() {
      client.disconnect();
      await server.remove();
    },
  };
}

export const BEDS = { libSQL: file, Redis: redis } as const;

/**
 * A store with so many decided runs of the last 29 days before today: whatever their number, on as many days, of as many
 * checks and releases, with as many incidents, and on each day with the same latencies.
 */
export async function filled(make: () => Promise<Bed>, runs: number): Promise<Filled> {
  const bed = await make();
  const store = openStore(bed.url, RETENTION_MS);
  await store.ping();
  const empty = await bed.size();
  const begin = startOf(dayOf(Date.now()) - DAYS);
  let someId = "";
  const put = async (n: number) => {
    const share = n / runs;
    const firedAt = Math.floor(begin + share * DAYS * DAY_MS);
    const release = `shop@${Math.floor(share * RELEASES)}`;
    const check = DEFAULT_CHECKS[n % DEFAULT_CHECKS.length] ?? "sentry";
    const run = someRun({ firedAt, running: { release, environment: ENVIRONMENT } }, check);
    if (n === Math.floor(runs / 2)) someId = run.id;
    const bad = Math.floor(share * PARTS) % FAILING === 0;
    await store.create(run);
    await store.append(Array.from({ length: EVIDENCE }, () => someEvidence(run.id)));
    const latency = LATENCIES_MS[Math.floor(n / DEFAULT_CHECKS.length) % LATENCIES_MS.length] ?? 0;
    await store.decide(run.id, decisionWith(bad ? "fail" : "pass", firedAt + latency, bad ? null : latency));
    await store.settle(run.id);
  };
  for (let from = 0; from < runs; from += AT_ONCE) {
    await Promise.all(Array.from({ length: Math.min(AT_ONCE, runs - from) }, (_, n) => put(from + n)));
    // libSQL's statements are freed when the event loop turns, and its driver, which never waits, does not let it turn.
    await new Promise((turned) => setImmediate(turned));
  }
  return {
    runs,
    store,
    someId,
    bytes: (await bed.size()) - empty,
    async close() {
      await store.close();
      await bed.remove();
    },
  };
}
