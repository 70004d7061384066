import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { createClient } from "@libsql/client/sqlite3";
import { type SentryServer, startSentry } from "@roundtrip/stand-ins/sentry";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { deliver, fired, readingFrom } from "#runs/testing/runs.js";
import type { Decision, RunStore } from "#store/open.js";
import { openStore } from "#store/open.js";
import { RETENTION_MS } from "#store/testing/stores.js";
import { DEADLINE_MS } from "#verdict/deadlines.js";
import type { Run } from "#verdict/run.js";
import { bundled, type Program } from "@/local/testing/commands";

let program: Program;
let folder: string;
let sentry: SentryServer;
let store: RunStore;
let url: string;
const kill: (() => void)[] = [];

beforeAll(async () => {
  program = await bundled("packages/roundtrip/src/runs/testing/follower.ts");
});
afterAll(() => program.remove());
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "roundtrip-follow-"));
  url = `file:${join(folder, "runs.db")}`;
  store = openStore(url, RETENTION_MS);
  sentry = await startSentry({ delayMs: 0 });
});
afterEach(async () => {
  for (const one of kill.splice(0)) one();
  await store.close();
  await sentry.close();
  await rm(folder, { recursive: true, force: true });
});

/** A process that follows what is open in the store, as the app does when it starts. */
async function follower() {
  const child = spawn(process.execPath, [program.file], {
    env: {
      PATH: process.env.PATH,
      NODE_ENV: "test",
      STORE_URL: url,
      ...readingFrom(sentry),
      LOOKUPS_PER_SECOND: "50",
    },
    stdio: ["pipe", "pipe", "inherit"],
  });
  const end = () => void child.kill("SIGKILL");
  kill.push(end);
  for await (const line of createInterface({ input: child.stdout })) if (line === "following") break;
  return { end, jump: (ms: number) => child.stdin.write(`${ms}\n`) };
}

const decisionOf = async (run: Run): Promise<Decision | null> => (await store.load(run.id))?.decision ?? null;
const until = <T>(condition: () => Promise<T>) => vi.waitFor(condition, { timeout: 100_000, interval: 20 });
const searches = () => sentry.control.stats().reads.events ?? 0;
const looks = () => sentry.control.stats().reads.event ?? 0;

test("a run whose event arrives is decided and settled, though nobody asks for it", async () => {
  const run = await fired(store);
  const { jump } = await follower();
  expect(await decisionOf(run)).toBeNull();
  await deliver(sentry, run);
  const decision = await until(async () => {
    const found = await decisionOf(run);
    expect(found).not.toBeNull();
    return found;
  });
  expect(["pass", "warn"]).toContain(decision?.verdict);
  // It passed, is counted once more after half a minute, and then nobody follows it any longer.
  expect(await store.open(10)).toEqual([run.id]);
  const before = searches();
  jump(30_000);
  await until(async () => expect(await store.open(10)).toEqual([]));
  expect(searches()).toBe(before + 1);
});

test("a follower that is killed between two stages loses nothing: the next one decides every run", async () => {
  const runs = await Promise.all(Array.from({ length: 8 }, () => fired(store)));
  const first = await follower();
  const [early, late] = [runs.slice(0, 4), runs.slice(4)];
  for (const run of early) await deliver(sentry, run);
  // Killed as soon as it has decided one: the others are anywhere between accepted, found and counted.
  await until(async () => {
    const decided = await Promise.all(runs.map(decisionOf));
    expect(decided.some(Boolean)).toBe(true);
  });
  first.end();
  const before = new Map(
    await Promise.all(runs.map(async (run) => [run.id, await store.load(run.id)] as const)),
  );
  for (const run of late) await deliver(sentry, run);
  const { jump } = await follower();
  // Longer than the first one's claims hold.
  jump(10_000);
  await until(async () => {
    for (const run of runs) expect((await decisionOf(run))?.verdict).toMatch(/pass|warn/);
  });
  for (const run of runs) {
    const [was, is] = [before.get(run.id), await store.load(run.id)];
    for (const one of was?.evidence ?? []) expect(is?.evidence).toContainEqual(one);
    expect(is?.decision?.decidedAt).toBe(was?.decision?.decidedAt ?? is?.decision?.decidedAt);
    expect(is?.evidence.filter((one) => one.kind === "found")).toHaveLength(1);
  }
});

test("two followers of one store decide a run once, and read its event once", async () => {
  const runs = await Promise.all(Array.from({ length: 6 }, () => fired(store)));
  await Promise.all([follower(), follower()]);
  for (const run of runs) await deliver(sentry, run);
  await until(async () => {
    for (const run of runs) expect(await decisionOf(run)).not.toBeNull();
  });
  for (const run of runs) {
    const stored = await store.load(run.id);
    expect(stored?.decision?.verdict).toMatch(/pass|warn/);
    expect(stored?.evidence.filter((one) => one.kind === "found")).toHaveLength(1);
  }
});

test("an event that never arrives fails the run after its deadline, and only after it", async () => {
  const run = await fired(store);
  const { jump } = await follower();
  await until(async () => expect(looks()).toBeGreaterThan(1));
  expect(await decisionOf(run)).toBeNull();
  jump(DEADLINE_MS);
  const decision = await until(async () => {
    const found = await decisionOf(run);
    expect(found).not.toBeNull();
    return found;
  });
  expect(decision).toMatchObject({ verdict: "fail", cause: { code: "accepted_not_stored" } });
  expect(decision?.decidedAt).toBeGreaterThanOrEqual(run.deadline);
});

test("a Sentry that cannot be read makes no verdict of its own: unknown, and a pass once it can", async () => {
  sentry.control.read({ mode: "status", status: 502 });
  const run = await fired(store);
  await deliver(sentry, run);
  const { jump } = await follower();
  jump(DEADLINE_MS);
  await until(async () => expect((await decisionOf(run))?.verdict).toBe("unknown"));
  const first = await decisionOf(run);
  sentry.control.read({ mode: "normal" });
  // As long after the firing as it is looked for again.
  jump(2 * DEADLINE_MS);
  await until(async () => expect((await decisionOf(run))?.verdict).toBe("warn"));
  expect((await decisionOf(run))?.decidedAt).toBe(first?.decidedAt);
});

test("a run that is looked at again and again is claimed for several looks at a time", async () => {
  const file = createClient({ url });
  const claims = async () => Number((await file.execute("SELECT count(*) AS n FROM claims")).rows[0]?.n);
  const run = await fired(store);
  await file.batch([
    "CREATE TABLE claims (run TEXT)",
    "CREATE TRIGGER claimed AFTER UPDATE OF owned_until ON run BEGIN INSERT INTO claims VALUES (new.id); END",
  ]);
  try {
    await follower();
    await until(async () => expect(looks()).toBeGreaterThanOrEqual(10));
    expect(await decisionOf(run)).toBeNull();
    // On the slowest of machines each look takes longer than a claim is good for.
    expect(await claims()).toBeLessThan(looks());
  } finally {
    file.close();
  }
});

test("runs that wait for an answer are kept by one renewal, however many they are", async () => {
  sentry.control.read({ mode: "hang" });
  await follower();
  const file = createClient({ url });
  const claimedUntil = async () =>
    (await file.execute("SELECT DISTINCT owned_until AS until FROM run")).rows.map(({ until }) =>
      Number(until),
    );
  try {
    await fired(store);
    await until(async () => expect(await claimedUntil()).not.toEqual([0]));
    // It is claimed later than the first, by itself; from then on both together.
    await fired(store);
    await until(async () => expect(await claimedUntil()).toHaveLength(1));
  } finally {
    file.close();
  }
});
