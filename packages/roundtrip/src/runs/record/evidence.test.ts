import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { forgetAll } from "#state/testing/forget-all.js";
import type { RunStore } from "#store/open.js";
import { someEvidence, someRun } from "#store/testing/stores.js";
import type { Evidence } from "#verdict/evidence/kinds.js";
import type * as Record from "./evidence.js";

let folder: string;
let data: string;
let record: typeof Record;
let store: RunStore;

/** What the modules keep for a whole process. */
const forget = () => {
  forgetAll();
};

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "roundtrip-record-"));
  data = join(folder, "data");
  vi.stubEnv("STORE_URL", `file:${join(data, "runs.db")}`);
  vi.resetModules();
  forget();
  record = await import("./evidence.js");
  store = (await import("#store/open.js")).store();
});
afterEach(async () => {
  await record.recorded();
  await store.close();
  vi.unstubAllEnvs();
  forget();
  await rm(folder, { recursive: true, force: true });
});

/** The store's folder cannot be made: it is down, as a disk that is not mounted is. */
const takeDown = () => writeFile(data, "");
const bringBack = async () => {
  await rm(data);
  await mkdir(data);
};
const idsOf = async (run: string) => ((await store.load(run))?.evidence ?? []).map((one) => one.id);

test("what is recorded is kept, and its run is news", async () => {
  const run = someRun();
  await store.create(run);
  const heard = vi.fn();
  record.onNews(run.id, heard);
  const facts = Array.from({ length: 600 }, () => someEvidence(run.id));
  for (const one of facts) record.record(one);
  await record.recorded();
  expect((await idsOf(run.id)).sort()).toEqual(facts.map((one) => one.id).sort());
  expect(heard).toHaveBeenCalled();
});

test("news that come while somebody looks are heard, by who looks all but what came of looks, and of no other run", async () => {
  const [run, other] = [someRun(), someRun()];
  await store.create(run);
  const heard = () => [record.hearNews(run.id), record.hearNews(run.id, { ofLooks: false })] as const;
  const ends = (both: ReturnType<typeof heard>) => both.map((end) => end());
  const none = heard();
  record.announceNews(other.id);
  expect(ends(none)).toEqual([false, false]);
  const ofLook = heard();
  record.announceNews(run.id, true);
  expect(ends(ofLook)).toEqual([true, false]);
  const facts = heard();
  record.record(someEvidence(run.id));
  await record.recorded();
  expect(ends(facts)).toEqual([true, true]);
  record.announceNews(run.id);
  expect(ends(none)).toEqual([false, false]);
});

test("a store that is down for a while loses nothing, whatever the order, and each fact is there once", async () => {
  await takeDown();
  const runs = [someRun(), someRun(), someRun()];
  const facts: Evidence[] = Array.from({ length: 900 }, (_, n) => someEvidence(runs[n % 3]?.id ?? ""));
  for (const one of facts.slice(0, 500)) record.record(one);
  await expect(store.ping()).rejects.toThrow("cannot be reached");
  for (const one of facts.slice(500).reverse()) record.record(one);
  await bringBack();
  await record.recorded();
  for (const run of runs) {
    await store.create(run);
    const own = facts.filter((one) => one.run === run.id).map((one) => one.id);
    expect((await idsOf(run.id)).sort()).toEqual(own.sort());
  }
});

test("a store that stays down costs bounded memory: the oldest facts go first", async () => {
  await takeDown();
  const run = someRun();
  const extra = 700;
  const facts = Array.from({ length: record.MAX_WAITING + extra }, () => someEvidence(run.id));
  for (const one of facts.slice(0, 300)) record.record(one);
  // The first batch is on its way, and comes back to a queue that is full.
  await expect(store.ping()).rejects.toThrow("cannot be reached");
  for (const one of facts.slice(300)) record.record(one);
  await bringBack();
  await record.recorded();
  await store.create(run);
  const kept = new Set(await idsOf(run.id));
  expect(kept.size).toBe(record.MAX_WAITING);
  expect(facts.slice(extra).every((one) => kept.has(one.id))).toBe(true);
});

test("what is recorded at the very moment at which a write ends is written, too", async () => {
  const run = someRun();
  await store.create(run);
  const ids: string[] = [];
  for (let ticks = 0; ticks < 40; ticks += 1) {
    const [first, second] = [someEvidence(run.id), someEvidence(run.id)];
    const news = new Promise<void>((heard) => {
      const once = () => {
        record.offNews(run.id, once);
        heard();
      };
      record.onNews(run.id, once);
    });
    record.record(first);
    await news;
    for (let tick = 0; tick < ticks; tick += 1) await undefined;
    record.record(second);
    ids.push(first.id, second.id);
    await record.recorded();
    expect(await idsOf(run.id), `after ${ticks} ticks`).toContain(second.id);
  }
  expect((await idsOf(run.id)).sort()).toEqual(ids.sort());
});
