import { randomUUID } from "node:crypto";
import { createClient } from "@libsql/client";
import fc from "fast-check";
import { Redis } from "ioredis";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openStore, type RunStore } from "#store/open.js";
import { type Decided, decisionWith, expectedDays, expectedStretches } from "#store/testing/history.js";
import { placesOfThisFile } from "#store/testing/places.js";
import { BACKENDS, type Place, RETENTION_MS, someRun } from "#store/testing/stores.js";
import { DECIDED, type DecidedVerdict, dayOf, startOf } from "#verdict/history/days.js";
import type { CheckDay, Scope, Stretch } from "./counts.js";

const DAY_MS = startOf(1);
const CHECKS = ["sentry", "sentry-extra"];
/** The middle of a day some days ago: no test runs into midnight. */
const noon = (daysAgo: number) => startOf(dayOf(Date.now()) - daysAgo) + DAY_MS / 2;
const byDay = (days: readonly CheckDay[]) =>
  new Map(
    days.map((one) => [`${one.day} ${one.check}`, { ...one, latency: new Map([...one.latency].sort()) }]),
  );
const byStart = (stretches: readonly Stretch[]) =>
  stretches.toSorted((a, b) => a.first.firedAt - b.first.firedAt || (a.first.run < b.first.run ? -1 : 1));

/** Names of its own, so that what other tests left does not count. */
const names = () => {
  const id = randomUUID().slice(0, 8);
  return { environments: [`prod-${id}`, `stage-${id}`], releases: [`shop@a-${id}`, `shop@b-${id}`] };
};

const firing = fc.record({
  check: fc.constantFrom(...CHECKS),
  environment: fc.nat({ max: 1 }),
  release: fc.nat({ max: 1 }),
  // Few moments, so that some runs are fired at once.
  minute: fc.nat({ max: 40 }),
  day: fc.nat({ max: 2 }),
  verdicts: fc.array(
    fc.record({
      verdict: fc.constantFrom<DecidedVerdict>(...DECIDED),
      latency: fc.option(fc.nat({ max: 90_000 })),
      /** Verdicts come in this order, which is not that of their time. */
      revisedAt: fc.integer({ min: 1, max: 4 }),
    }),
    { minLength: 1, maxLength: 4 },
  ),
});

type Firing = typeof firing extends fc.Arbitrary<infer T> ? T : never;

const placeOn = placesOfThisFile();

describe.each(BACKENDS)("the history on $name", ({ name, missing }) => {
  describe.skipIf(missing)("by the contract", () => {
    let place: Place;
    let one: RunStore;
    let other: RunStore;
    beforeAll(async () => {
      place = await placeOn(name);
      one = openStore(place.url, RETENTION_MS);
      other = openStore(place.url, RETENTION_MS);
    });
    afterAll(async () => {
      await Promise.all([one?.close(), other?.close()]);
    });

    /** Fires and decides; gives each run with the verdict that must stand. */
    async function keep(firings: readonly Firing[], at: ReturnType<typeof names>) {
      const all: Decided[] = [];
      for (const { check, environment, release, minute, day, verdicts } of firings) {
        const running = {
          environment: at.environments[environment] ?? "",
          release: at.releases[release] ?? "",
        };
        const run = someRun({ firedAt: noon(day) + minute * 60_000, running }, check);
        await one.create(run);
        const decisions = verdicts.map((each) => decisionWith(each.verdict, each.revisedAt, each.latency));
        for (const decision of decisions) {
          await other.decide(run.id, decision);
          await one.decide(run.id, decision);
        }
        // The newest, and of equally new ones the last.
        const standing = decisions.reduce((a, b) => (b.revisedAt >= a.revisedAt ? b : a));
        all.push({ run, decision: standing });
      }
      return all;
    }

    test("days and stretches are those of the verdicts that stand, in every scope, whatever came twice or late", async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(firing, { minLength: 1, maxLength: 25 }), async (firings) => {
          const at = names();
          const all = await keep(firings, at);
          for (const environment of at.environments) {
            for (const release of [null, ...at.releases]) {
              const scope: Scope = { environment, release };
              const from = dayOf(Date.now()) - 1;
              expect(byDay(await other.days(scope, from))).toEqual(byDay(expectedDays(all, scope, from)));
              for (const check of CHECKS) {
                const query = { checks: [check], environments: [environment], release, since: 0, limit: 100 };
                const expected = expectedStretches(all, check, environment, release);
                expect(byStart(await other.stretches(query))).toEqual(expected);
                for (const day of [0, 1, 2, 3]) {
                  const since = noon(day) - DAY_MS / 2;
                  const until = since + DAY_MS / 2 + 20 * 60_000;
                  const between = { ...query, since: since + DAY_MS / 2 + 10 * 60_000, until };
                  for (const asked of [between, { ...query, since, until: since + DAY_MS }])
                    expect(byStart(await other.stretches(asked))).toEqual(
                      expected.filter(
                        ({ first, end }) =>
                          first.firedAt < asked.until && (end === null || end.firedAt >= asked.since),
                      ),
                    );
                }
              }
            }
          }
          const [a = "", b = ""] = at.releases;
          const anywhere = { environment: null, release: a };
          expect(byDay(await one.days(anywhere, dayOf(Date.now()) - 9))).toEqual(
            byDay(expectedDays(all, anywhere, 0)),
          );
          for (const release of [a, b])
            expect((await one.releases(null)).includes(release)).toBe(
              all.some((each) => each.run.running.release === release),
            );
        }),
        { numRuns: 12 },
      );
    });

    test("without a scope every run counts", async () => {
      const total = async () => {
        const days = await one.days({ environment: null, release: null }, dayOf(Date.now()) - 1);
        return days.reduce((sum, { counts }) => sum + counts.pass, 0);
      };
      const before = await total();
      const at = names();
      const verdicts = [{ verdict: "pass" as const, latency: 300, revisedAt: 1 }];
      const each = { check: "sentry", environment: 0, release: 0, minute: 0, day: 0, verdicts };
      await keep([each, { ...each, environment: 1 }, { ...each, release: 1 }], at);
      expect(await total()).toBe(before + 3);
    });

    test("of many stretches the newest are given, several checks and environments at once", async () => {
      const at = names();
      const turns = ["fail", "pass", "unknown", "fail", "pass", "fail"] as const;
      const firings = CHECKS.flatMap((check) =>
        [0, 1].flatMap((environment) =>
          turns.map((verdict, minute) => ({
            check,
            environment,
            release: 0,
            minute,
            day: 1,
            verdicts: [{ verdict, latency: null, revisedAt: 1 }],
          })),
        ),
      );
      const all = await keep(firings, at);
      const query = { checks: CHECKS, environments: at.environments, release: null, since: 0, limit: 100 };
      const each = CHECKS.flatMap((check) =>
        at.environments.map((environment) => expectedStretches(all, check, environment, null)),
      );
      expect(byStart(await one.stretches(query))).toEqual(byStart(each.flat()));
      // Of each three the last has no end: those come first, and then the ones before them.
      const open = byStart(each.map((three) => three[2]).filter((three) => three !== undefined));
      const few = await one.stretches({ ...query, limit: 6 });
      expect(byStart(few.slice(0, 4))).toEqual(open);
      expect(
        few.slice(4).every(({ first, end }) => end !== null && first.firedAt === noon(1) + 2 * 60_000),
      ).toBe(true);
      expect(few).toHaveLength(6);
      const [last] = await one.stretches({ ...query, since: noon(1) + 4 * 60_000, limit: 9 });
      expect(last?.first.cause?.code).toBe("accepted_not_stored");
      expect(await one.stretches({ ...query, since: noon(0), limit: 9 })).toEqual([]);
      expect(await one.stretches({ ...query, environments: [] })).toEqual([]);
    });

    test("environments and releases are listed, those of one environment apart, the newest release first", async () => {
      const at = names();
      const [prod = "", stage = ""] = at.environments;
      const [a = "", b = ""] = at.releases;
      const verdicts = [{ verdict: "pass" as const, latency: 300, revisedAt: 1 }];
      const each = { check: "sentry", minute: 0, verdicts };
      await keep(
        [
          { ...each, environment: 0, release: 1, day: 2 },
          { ...each, environment: 0, release: 0, day: 1 },
          { ...each, environment: 1, release: 1, day: 0 },
        ],
        at,
      );
      expect(await other.environments()).toEqual(expect.arrayContaining([prod, stage]));
      expect(await other.releases(prod)).toEqual([a, b]);
      expect(await other.releases(stage)).toEqual([b]);
      const all = (await other.releases(null)).filter((name) => name === a || name === b);
      expect(all).toEqual([b, a]);
      expect(await other.releases("nowhere")).toEqual([]);
    });

    test("it is forgotten with the runs", async () => {
      const at = names();
      const verdicts = [{ verdict: "fail" as const, latency: 300, revisedAt: 1 }];
      await keep([{ check: "sentry", environment: 0, release: 0, minute: 0, day: 2, verdicts }], at);
      if (place.url.startsWith("file:")) {
        while ((await one.prune(noon(1), 1_000)) > 0);
        await one.prune(noon(1), 100_000);
        expect(await one.days({ environment: null, release: null }, 0)).not.toContainEqual(
          expect.objectContaining({ day: dayOf(noon(2)) }),
        );
        const client = createClient({ url: place.url });
        const { rows } = await client.execute({
          sql: "SELECT run FROM verdict WHERE fired_at < ?",
          args: [noon(1)],
        });
        client.close();
        expect(rows).toEqual([]);
      } else {
        const client = new Redis(place.url.replace("?cluster=1", ""));
        const keys = await client.keys("{roundtrip}:history:*");
        const left = await Promise.all(keys.map((key) => client.pttl(key)));
        client.disconnect();
        expect(keys.length).toBeGreaterThan(10);
        expect(left.every((ms) => ms > 0 && ms <= RETENTION_MS + DAY_MS)).toBe(true);
      }
    });
  });
});
