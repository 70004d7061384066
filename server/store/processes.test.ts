import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { openStore, type RunStore } from "./index";
import { BACKENDS, type Place, RETENTION_MS } from "./testing-stores";

const APPENDS = 1_500;
const KILLS = 12;
const ROOT = join(import.meta.dirname, "../..");

const started = new Set<ChildProcess>();
afterEach(() => {
  for (const child of started) child.kill("SIGKILL");
  started.clear();
});

/** A process of its own that writes; `lines` is what it has said was acknowledged. */
async function writer(...args: (string | number)[]) {
  const script = join(import.meta.dirname, "testing-writer.ts");
  const child = spawn(process.execPath, ["--import", "tsx", script, ...args.map(String)], {
    cwd: ROOT,
    stdio: ["pipe", "pipe", "inherit"],
  });
  started.add(child);
  const lines: string[] = [];
  const ended = once(child.stdout, "close");
  let onLine = (): void => undefined;
  createInterface({ input: child.stdout }).on("line", (line) => {
    lines.push(line);
    onLine();
  });
  const reach = (count: number) =>
    new Promise<void>((resolve) => {
      onLine = () => void (lines.length >= count && resolve());
      onLine();
    });
  await Promise.race([reach(1), ended]);
  expect(lines.shift()).toBe("ready");
  return { child, lines, ended, reach, go: () => child.stdin.write("go\n") };
}

/** Every "run evidence" line must be in the store. */
async function missingFrom(store: RunStore, lines: readonly string[]): Promise<string[]> {
  const kept = new Map<string, Set<string>>();
  for (const run of new Set(lines.map((line) => line.split(" ")[0] ?? ""))) {
    const stored = await store.load(run);
    kept.set(run, new Set(stored?.evidence.map((one) => one.id)));
  }
  return lines.filter((line) => {
    const [run = "", evidence = ""] = line.split(" ");
    return !kept.get(run)?.has(evidence);
  });
}

describe.each(BACKENDS)("$name, written by several processes", ({ missing, make }) => {
  let place: Place;
  let store: RunStore;
  beforeAll(async () => {
    if (missing) return;
    place = await make();
    store = openStore(place.url, RETENTION_MS);
  });
  afterAll(async () => {
    await store?.close();
    await place?.remove();
  });

  test.skipIf(missing)(
    `of ${APPENDS} appends by each of two processes none that was acknowledged is lost`,
    async () => {
      const writers = await Promise.all([1, 2].map(() => writer(place.url, "append", APPENDS)));
      for (const { go } of writers) go();
      await Promise.all(writers.map(({ ended }) => ended));
      const lines = writers.flatMap((one) => one.lines);
      expect(lines).toHaveLength(2 * APPENDS);
      expect(await missingFrom(store, lines)).toEqual([]);
    },
    120_000,
  );

  test.skipIf(missing)(
    `what a writer was told is kept, is there after SIGKILL at any of ${KILLS} points`,
    async () => {
      const acknowledged: string[] = [];
      for (let kill = 0; kill < KILLS; kill += 1) {
        const one = await writer(place.url, "fire");
        one.go();
        await one.reach(1 + Math.floor(Math.random() * 60));
        one.child.kill("SIGKILL");
        await one.ended;
        // A line that was cut off says nothing.
        acknowledged.push(...one.lines.filter((line) => /^[0-9a-f]{32} [0-9a-f-]{36}$/.test(line)));
      }
      expect(acknowledged.length).toBeGreaterThanOrEqual(KILLS);
      expect(await missingFrom(store, acknowledged)).toEqual([]);
      // And the lists know every one of those runs: an acknowledged run will be followed by somebody.
      const open = new Set(await store.open(1_000_000));
      expect(acknowledged.filter((line) => !open.has(line.slice(0, 32)))).toEqual([]);
    },
    120_000,
  );

  test.skipIf(missing)(
    "a thousand takes in two processes at one time get no more than the budget",
    async () => {
      // One in a hundred seconds: whatever the machine's speed, none comes back while this runs.
      const [perSecond, burst] = [0.01, 100];
      const takers = await Promise.all([1, 2].map(() => writer(place.url, "take", 500, perSecond, burst)));
      for (const { go } of takers) go();
      await Promise.all(takers.map(({ ended }) => ended));
      const answers = takers.flatMap((one) => JSON.parse(one.lines[0] ?? "[]") as number[]);
      expect(answers).toHaveLength(1_000);
      expect(answers.filter((wait) => wait === 0)).toHaveLength(burst);
      expect(answers.every((wait) => wait <= 100_000)).toBe(true);
    },
    60_000,
  );

  test.skipIf(missing)("a budget that is waited for as told is never exceeded", async () => {
    const [perSecond, burst, wanted] = [100, 5, 30];
    const began = await store.now();
    const other = openStore(place.url, RETENTION_MS);
    const one = async (client: RunStore) => {
      for (;;) {
        const wait = await client.take("paced", 1, perSecond, burst);
        if (wait === 0) return;
        await new Promise((over) => setTimeout(over, wait));
      }
    };
    await Promise.all(Array.from({ length: wanted }, (_, n) => one(n % 2 ? store : other)));
    const seconds = ((await store.now()) - began) / 1000;
    await other.close();
    expect(wanted).toBeLessThanOrEqual(burst + perSecond * seconds + 1);
  });
});
