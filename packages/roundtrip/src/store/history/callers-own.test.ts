import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openStore, type RunStore } from "#store/open.js";
import { decisionWith } from "#store/testing/history.js";
import { placesOfThisFile } from "#store/testing/places.js";
import { BACKENDS, type Place, RETENTION_MS, someRun } from "#store/testing/stores.js";
import { dayOf } from "#verdict/history/days.js";
import type { Run } from "#verdict/run.js";

const placeOn = placesOfThisFile();

describe.each(BACKENDS)("$name", ({ name, missing }) => {
  describe.skipIf(missing)("keeps what a caller expects to that caller", () => {
    let place: Place;
    let store: RunStore;
    beforeAll(async () => {
      place = await placeOn(name);
      store = openStore(place.url, RETENTION_MS);
    });
    afterAll(() => store?.close());

    /** A passed run of the app's own, then a failed one whose caller expected something. */
    async function twoRuns(expected: Partial<Run["expected"]>) {
      const running = {
        release: `shop@${randomUUID().slice(0, 8)}`,
        environment: `env-${randomUUID().slice(0, 8)}`,
      };
      const firedAt = Date.now();
      const ours = someRun({ running, firedAt: firedAt - 1_000 });
      const theirs = someRun({
        running,
        firedAt,
        expected: { ...ours.expected, fromCaller: true, ...expected },
      });
      for (const run of [ours, theirs]) await store.create(run);
      const undecided = (await store.newest(running.release, running.environment)).map(({ run }) => run.id);
      await store.decide(ours.id, decisionWith("pass", firedAt, 100));
      await store.decide(theirs.id, decisionWith("fail", firedAt, 100));
      const newest = (await store.newest(running.release, running.environment)).map(({ run }) => run.id);
      const days = await store.days({ ...running, release: null }, dayOf(firedAt) - 1);
      const stretches = await store.stretches({
        checks: ["sentry"],
        environments: [running.environment],
        release: null,
        since: 0,
        limit: 10,
      });
      const failed = days.reduce((sum, { counts }) => sum + counts.fail, 0);
      return { ours, theirs, running, undecided, newest, failed, stretches: stretches.length };
    }

    test.each([
      ["another environment", { environment: "typo" }],
      ["another release", { release: "shop@typo" }],
    ])("a caller that expects %s colours neither status nor history", async (_, expected) => {
      const { ours, theirs, running, ...seen } = await twoRuns(expected);
      expect(seen).toEqual({ undecided: [ours.id], newest: [ours.id], failed: 0, stretches: 0 });
      expect((await store.load(theirs.id))?.decision?.verdict).toBe("fail");
      expect(await store.open(1_000)).toContain(theirs.id);
      expect(await store.environments()).toEqual(
        expect.not.arrayContaining([expect.stringMatching(/^$|typo/)]),
      );
      expect(await store.releases(running.environment)).toEqual([running.release]);
      await store.settle(theirs.id);
      expect(await store.open(1_000)).not.toContain(theirs.id);
    });

    test("a caller that expects what the app says of itself proves it for everybody", async () => {
      const { theirs, ...seen } = await twoRuns({});
      expect(seen).toMatchObject({ undecided: [theirs.id], newest: [theirs.id], failed: 1, stretches: 1 });
    });

    test("a caller's own run is forgotten with the others", async () => {
      const old = someRun({ firedAt: 1_000 });
      const theirs = someRun({ firedAt: 1_000, expected: { ...old.expected, environment: "typo" } });
      for (const run of [old, theirs]) await store.create(run);
      await store.decide(theirs.id, decisionWith("fail", 1_000, null));
      await store.prune(2_000, 1_000);
      expect([await store.load(old.id), await store.load(theirs.id)]).toEqual([null, null]);
    });
  });
});
