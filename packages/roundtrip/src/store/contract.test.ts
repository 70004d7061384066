import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { placesOfThisFile } from "#store/testing/places.js";
import { BACKENDS, type Place, RETENTION_MS, someEvidence, someRun } from "#store/testing/stores.js";
import { cause } from "#verdict/causes/catalogue.js";
import { type Decision, openStore, type RunStore } from "./open.js";

const decision = (change: Partial<Decision> = {}): Decision => ({
  verdict: "pass",
  cause: null,
  decidedAt: 1_000,
  revisedAt: 1_000,
  latencyMs: 42,
  ...change,
});

const placeOn = placesOfThisFile();

describe.each(BACKENDS)("$name", ({ name, missing }) => {
  describe.skipIf(missing)("keeps runs by the contract", () => {
    let place: Place;
    let one: RunStore;
    /** Another instance of the app. */
    let other: RunStore;
    beforeAll(async () => {
      place = await placeOn(name);
      one = openStore(place.url, RETENTION_MS);
      other = openStore(place.url, RETENTION_MS);
    });
    afterAll(async () => {
      await Promise.all([one?.close(), other?.close()]);
    });

    test("a run is created once, whoever tries, and stays as it was", async () => {
      const run = someRun();
      const answers = await Promise.all(
        [one, other, one, other].map((store) => store.create({ ...run, traceId: randomUUID() })),
      );
      expect(answers.filter(Boolean)).toHaveLength(1);
      expect(await one.create({ ...run, check: "sentry-extra" })).toBe(false);
      expect((await other.load(run.id))?.run.check).toBe("sentry");
    });

    test("a nonce is one run's of its check, whoever tries, and finds it", async () => {
      const nonce = randomUUID();
      const runs = [1, 2, 3, 4].map(() => someRun({ nonce }));
      const extra = someRun({ nonce }, "sentry-extra");
      const answers = await Promise.all(runs.map((run, n) => (n % 2 ? one : other).create(run)));
      expect(answers.filter(Boolean)).toHaveLength(1);
      expect(await other.create(extra)).toBe(true);
      const kept = runs[answers.indexOf(true)]?.id;
      const found = await one.firedUnder(nonce);
      expect(found.sort((a, b) => a.check.localeCompare(b.check))).toEqual([
        { check: "sentry", run: kept },
        { check: "sentry-extra", run: extra.id },
      ]);
      for (const { id } of runs) expect((await one.load(id)) === null).toBe(id !== kept);
      expect(await one.firedUnder(randomUUID())).toEqual([]);
    });

    test("a run whose id is taken does not take the nonce of another, and runs without one share nothing", async () => {
      const first = someRun();
      const nonce = randomUUID();
      expect(await one.create(first)).toBe(true);
      expect(await one.create(someRun())).toBe(true);
      expect(await other.create({ ...first, nonce })).toBe(false);
      expect((await one.load(first.id))?.run.nonce).toBeUndefined();
      expect(await one.firedUnder(nonce)).toEqual([]);
    });

    test("a run comes back exactly as it was created, and an unknown one as null", async () => {
      const run = someRun({ traceId: null });
      await one.create(run);
      expect(await other.load(run.id)).toEqual({ run, evidence: [], decision: null });
      expect(await other.load(someRun().id)).toBeNull();
    });

    test("evidence written twice, in another batch or by another instance, is there once, as it was first", async () => {
      const [run, second] = [someRun(), someRun()];
      await Promise.all([one.create(run), one.create(second)]);
      const [a, b] = [someEvidence(run.id), someEvidence(run.id)];
      const foreign = someEvidence(second.id, a.id);
      await one.append([a, foreign, a]);
      await Promise.all([other.append([{ ...a, at: 1 }, b]), one.append([b]), other.append([])]);
      const kept = (await one.load(run.id))?.evidence ?? [];
      expect(kept.map(({ id }) => id).sort()).toEqual([a.id, b.id].sort());
      expect(kept).toContainEqual(a);
      expect((await other.load(second.id))?.evidence).toEqual([foreign]);
    });

    test("of what edge and browser say of a run no more is kept, by whichever instance, and all of a request or none", async () => {
      const run = someRun();
      await one.create(run);
      const own = Array.from({ length: 5 }, () => someEvidence(run.id));
      await one.append(own);
      const three = (runtime: string) => {
        const submissions = [1, 2, 3].map(() => someEvidence(run.id, `${runtime}:${randomUUID()}`));
        return [...submissions, someEvidence(run.id, `beside:${submissions[0]?.id}`)];
      };
      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, n) =>
          (n % 2 ? one : other).appendWithin(10 - 3, run.id, three(n % 3 ? "edge" : "browser")),
        ),
      );
      expect(answers.filter(Boolean)).toHaveLength(3);
      const kept = (await other.load(run.id))?.evidence ?? [];
      const count = (form: RegExp) => kept.filter(({ id }) => form.test(id)).length;
      expect([kept.length, count(/^(edge|browser):/), count(/^beside:/)]).toEqual([5 + 3 * 4, 9, 3]);
      expect(await one.appendWithin(9, run.id, [someEvidence(run.id, "edge:last")])).toBe(true);
      expect(await other.appendWithin(9, run.id, [someEvidence(run.id, "edge:later")])).toBe(false);
    });

    test("evidence that comes before its run is not lost", async () => {
      const run = someRun();
      const early = someEvidence(run.id);
      await one.append([early]);
      expect(await one.load(run.id)).toBeNull();
      await other.create(run);
      expect((await one.load(run.id))?.evidence).toEqual([early]);
    });

    test("a revised decision keeps the first one's time", async () => {
      const run = someRun();
      await one.create(run);
      await one.decide(run.id, decision({ verdict: "fail", cause: cause("not_looked") }));
      await other.decide(run.id, decision({ verdict: "warn", decidedAt: 5_000, revisedAt: 5_000 }));
      const revised = decision({ verdict: "warn", decidedAt: 1_000, revisedAt: 5_000, changedAt: 5_000 });
      expect((await one.load(run.id))?.decision).toEqual(revised);
    });

    test.each<[string, Partial<Decision>[], number | undefined]>([
      ["decided by two at once", [{}, { revisedAt: 1_002, decidedAt: 1_002 }], undefined],
      [
        "confirmed later",
        [{ cause: cause("not_looked") }, { cause: cause("not_looked"), revisedAt: 9_000 }],
        undefined,
      ],
      ["of another verdict", [{}, { verdict: "fail", revisedAt: 2_000 }], 2_000],
      [
        "of another cause",
        [{ cause: cause("clock_skew") }, { cause: cause("not_looked"), revisedAt: 2_000 }],
        2_000,
      ],
      ["without a cause any more", [{ cause: cause("not_looked") }, { revisedAt: 2_000 }], 2_000],
      ["changed, then confirmed", [{ verdict: "fail" }, { revisedAt: 2_000 }, { revisedAt: 3_000 }], 2_000],
    ])("a decision %s says when it last changed", async (_, decisions, changedAt) => {
      const run = someRun();
      await one.create(run);
      for (const each of decisions) await other.decide(run.id, decision(each));
      const last = decision({ ...decisions.at(-1), decidedAt: 1_000 });
      expect((await one.load(run.id))?.decision).toEqual(changedAt ? { ...last, changedAt } : last);
    });

    test("a decision from older evidence does not replace a newer one", async () => {
      const run = someRun();
      await one.create(run);
      await one.decide(run.id, decision({ verdict: "warn", revisedAt: 5_000 }));
      await other.decide(run.id, decision({ verdict: "fail", revisedAt: 4_999 }));
      expect((await one.load(run.id))?.decision?.verdict).toBe("warn");
    });

    test("a decision about no run leaves nothing behind", async () => {
      const { id } = someRun();
      await one.decide(id, decision());
      expect(await one.load(id)).toBeNull();
    });

    test("open runs are listed oldest first, as many as asked for, until they are settled", async () => {
      const runs = [3, 1, 2].map((n) => someRun({ firedAt: n }));
      for (const run of runs) await one.create(run);
      const [third, first, second] = runs.map((run) => run.id);
      expect(await other.open(2)).toEqual([first, second]);
      await other.settle(first ?? "");
      await other.settle(first ?? "");
      expect(await one.open(2)).toEqual([second, third]);
      await Promise.all([second, third].map((id) => one.settle(id ?? "")));
      expect(await one.open(1_000)).not.toContain(second);
    });

    test("newest gives each check's newest run, and the newest decided one where that is another", async () => {
      const release = `shop@${randomUUID().slice(0, 8)}`;
      const running = { release, environment: "prod" };
      const make = (check: string, firedAt: number, change = {}) =>
        someRun({ firedAt, running: { ...running, ...change } }, check);
      const newest = make("sentry", 3_000);
      const twin = make("sentry", 3_000);
      const older = make("sentry", 2_000);
      const oldest = make("sentry", 1_000);
      const extra = make("sentry-extra", 500);
      const elsewhere = make("sentry", 9_000, { environment: "prod2" });
      for (const run of [newest, oldest, older, twin, extra, elsewhere]) await one.create(run);
      const winner = newest.id > twin.id ? newest : twin;
      const found = async () =>
        new Map((await other.newest(release, "prod")).map((each) => [each.run.id, each]));
      const undecided = [
        { run: winner, decision: null },
        { run: extra, decision: null },
      ];
      expect(await found()).toEqual(new Map(undecided.map((each) => [each.run.id, each])));
      await one.decide(older.id, decision());
      await one.decide(oldest.id, decision({ revisedAt: 9_000 }));
      const both = [...undecided, { run: older, decision: decision() }];
      expect(await found()).toEqual(new Map(both.map((each) => [each.run.id, each])));
      await one.decide(winner.id, decision({ verdict: "fail" }));
      expect([...(await found()).keys()].sort()).toEqual([winner.id, extra.id].sort());
      expect(await other.newest(release, "nowhere")).toEqual([]);
    });

    test("one owner at a time follows a run, renews its claim, and is replaced when it stops", async () => {
      const run = someRun();
      expect(await one.claim(run.id, "a", 60_000)).toBe(false);
      await one.create(run);
      const claims = await Promise.all(
        Array.from({ length: 20 }, (_, n) => (n % 2 ? one : other).claim(run.id, `owner ${n}`, 60_000)),
      );
      expect(claims.filter(Boolean)).toHaveLength(1);
      const winner = `owner ${claims.indexOf(true)}`;
      expect(await other.claim(run.id, winner, 60_000)).toBe(true);
      expect(await one.claim(run.id, "late", 60_000)).toBe(false);
      expect(await one.claim(run.id, winner, 1)).toBe(true);
      await expect.poll(() => other.claim(run.id, "late", 60_000)).toBe(true);
      expect(await one.claim(run.id, winner, 60_000)).toBe(false);
    });

    test("an owner renews its claims of many runs at once, and takes none that has become another's", async () => {
      const runs = Array.from({ length: 250 }, () => someRun());
      for (const run of runs) await one.create(run);
      const [lost, ...held] = runs.map((run) => run.id);
      if (!lost) throw new Error("there is no run");
      for (const id of held) expect(await one.claim(id, "mine", 1)).toBe(true);
      expect(await other.claim(lost, "another's", 60_000)).toBe(true);
      await one.renew([lost, ...held, "f".repeat(32)], "mine", 60_000);
      for (const id of held) expect(await other.claim(id, "another's", 60_000)).toBe(false);
      expect(await one.claim(lost, "mine", 60_000)).toBe(false);
      await one.renew([], "mine", 60_000);
    });

    test("runs and their evidence are forgotten by age, a bounded number at a time", async () => {
      const before = 100_000;
      while ((await one.prune(before, 1_000)) > 0);
      const old = Array.from({ length: 70 }, (_, n) => someRun({ firedAt: 1_000 + n }));
      const young = someRun({ firedAt: before });
      for (const run of [...old, young]) await one.create(run);
      await one.append([...old, young].map((run) => someEvidence(run.id)));
      expect(await one.prune(before, 40)).toBe(40);
      expect(await one.load(old[39]?.id ?? "")).toBeNull();
      expect((await one.load(old[40]?.id ?? ""))?.evidence).toHaveLength(1);
      expect(await one.prune(before, 40)).toBe(30);
      expect(await one.prune(before, 40)).toBe(0);
      expect((await one.load(young.id))?.evidence).toHaveLength(1);
      const open = await one.open(1_000);
      expect(open).toContain(young.id);
      expect(old.some(({ id }) => open.includes(id))).toBe(false);
      // Nothing of a forgotten run turns up again when its id comes back.
      await one.create(old[0] ?? young);
      expect((await one.load(old[0]?.id ?? ""))?.evidence).toEqual([]);
    });

    test("evidence for a run that is forgotten already is forgotten too", async () => {
      const run = someRun({ firedAt: 2_000 });
      await one.append([someEvidence(run.id)]);
      await one.prune(3_000, 1_000);
      await one.create(run);
      // In Redis it expires by itself; in libSQL it is gone with the pruning.
      if (place.url.startsWith("file:")) expect((await one.load(run.id))?.evidence).toEqual([]);
    });

    test("instances agree about the time", async () => {
      const began = Date.now();
      const fresh = [openStore(place.url, RETENTION_MS), openStore(place.url, RETENTION_MS)];
      const [here = Number.NaN, there = Number.NaN] = await Promise.all(fresh.map((store) => store.now()));
      const took = Date.now() - began;
      await Promise.all(fresh.map((store) => store.close()));
      expect([here, there].every(Number.isInteger)).toBe(true);
      // They were asked no further apart than this, and neither knows the store's clock better than its answer took.
      expect(Math.abs(here - there)).toBeLessThanOrEqual(2 * took + 3);
    });

    test("is there when asked", async () => {
      await expect(one.ping()).resolves.toBeUndefined();
    });
  });
});
