import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { placesOfThisFile } from "#store/testing/places.js";
import { Writers } from "#store/testing/processes.js";
import { BACKENDS, type Place, RETENTION_MS } from "#store/testing/stores.js";
import { bundled, type Program } from "@/local/testing/commands";
import { openStore, type RunStore } from "./open.js";

// Enough for two writers to meet; the soak writes and kills for minutes.
const APPENDS = 300;
const KILLS = 4;

const placeOn = placesOfThisFile();
let program: Program;
let writers: Writers;
beforeAll(async () => {
  program = await bundled("packages/roundtrip/src/store/testing/writer.ts");
  writers = new Writers(program.file);
});
afterEach(() => writers.killAll());
afterAll(() => program.remove());

describe.each(BACKENDS)("$name, written by several processes", ({ name, missing }) => {
  let place: Place;
  let store: RunStore;
  beforeAll(async () => {
    if (missing) return;
    place = await placeOn(name);
    store = openStore(place.url, RETENTION_MS);
  });
  afterAll(() => store?.close());

  test.skipIf(missing)(
    `of ${APPENDS} appends by each of two processes none that was acknowledged is lost`,
    async () => {
      const { acknowledged, lost } = await writers.append(place.url, store, APPENDS);
      expect(acknowledged).toHaveLength(2 * APPENDS);
      expect(lost).toEqual([]);
    },
  );

  test.skipIf(missing)(
    `what a writer was told is kept, is there after SIGKILL at any of ${KILLS} points`,
    async () => {
      const { acknowledged, lost, unlisted } = await writers.kill(place.url, store, KILLS, Math.random);
      expect(acknowledged.length).toBeGreaterThanOrEqual(KILLS);
      expect(lost).toEqual([]);
      // And the lists know every one of those runs: an acknowledged run will be followed by somebody.
      expect(unlisted).toEqual([]);
    },
  );

  test.skipIf(missing)(
    "a thousand takes in two processes at one time get no more than the budget",
    async () => {
      // One in a hundred seconds: whatever the machine's speed, none comes back while this runs.
      const [perSecond, burst] = [0.01, 100];
      const began = performance.now();
      const answers = await writers.take(place.url, 500, perSecond, burst);
      expect(answers).toHaveLength(1_000);
      expect(answers.filter((wait) => wait === 0)).toHaveLength(burst);
      // Who looked at the clock before it was its turn to write waits for that as well.
      expect(Math.max(...answers)).toBeLessThanOrEqual(100_000 + performance.now() - began);
    },
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
