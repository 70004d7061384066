import fc from "fast-check";
import { expect, test } from "vitest";
import {
  addCounts,
  type Counts,
  DECIDED,
  dateOf,
  dayOf,
  daysUntil,
  gravest,
  NO_COUNTS,
  runsOf,
  segmentsOf,
  startOf,
} from "./days.js";

const counts = (change: Partial<Counts> = {}): Counts => ({ ...NO_COUNTS, ...change });
const anyCounts: fc.Arbitrary<Counts> = fc.record({
  fail: fc.nat({ max: 500 }),
  unknown: fc.nat({ max: 500 }),
  warn: fc.nat({ max: 500 }),
  pass: fc.nat({ max: 500 }),
});

test.each([
  ["1970-01-01T00:00:00.000Z", "1970-01-01"],
  ["2026-11-23T00:00:00.000Z", "2026-11-23"],
  ["2026-11-23T23:59:59.999Z", "2026-11-23"],
  ["2028-02-29T12:00:00.000Z", "2028-02-29"],
  // 01:30 on the 24th in Berlin, and the 23rd in UTC all the same.
  ["2026-11-24T01:30:00.000+02:00", "2026-11-23"],
])("%s is on the day %s", (time, date) => {
  expect(dateOf(dayOf(Date.parse(time)))).toBe(date);
});

test("a moment lies in its day and in no other", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4e12 }), (ms) => {
      const day = dayOf(ms);
      expect(startOf(day)).toBeLessThanOrEqual(ms);
      expect(ms).toBeLessThan(startOf(day + 1));
    }),
  );
});

test("thirty days end with today, over the end of a month and of summer time", () => {
  const days = daysUntil(Date.parse("2026-11-03T00:00:00.000Z"), 30);
  expect(days).toHaveLength(30);
  expect([days[0], days[29]].map((day) => dateOf(day ?? 0))).toEqual(["2026-10-05", "2026-11-03"]);
  expect(new Set(days).size).toBe(30);
});

test.each([
  [counts(), null],
  [counts({ pass: 9 }), "pass"],
  [counts({ pass: 9, warn: 1 }), "warn"],
  [counts({ pass: 9, warn: 1, unknown: 1 }), "unknown"],
  [counts({ pass: 900, fail: 1 }), "fail"],
])("the gravest verdict of %j is %s", (one, expected) => {
  expect(gravest(one)).toBe(expected);
});

test("counts add up, and one taken back too often counts as none", () => {
  expect(addCounts([counts({ pass: 2 }), counts({ pass: 3, fail: 1 }), counts({ warn: -1 })])).toEqual(
    counts({ pass: 5, fail: 1 }),
  );
});

test("a bar shows every verdict of its day, none too thin to see, in the order of gravity, and is full", () => {
  fc.assert(
    fc.property(anyCounts, (one) => {
      const segments = segmentsOf(one);
      expect(segments.map(({ verdict }) => verdict)).toEqual(DECIDED.filter((verdict) => one[verdict] > 0));
      if (runsOf(one) === 0) return;
      let from = 0;
      for (const segment of segments) {
        expect(segment.from).toBeCloseTo(from);
        expect(segment.share).toBeGreaterThan(0.1799);
        from += segment.share;
      }
      expect(from).toBeCloseTo(1);
    }),
  );
});

test("of two verdicts the more frequent one never gets the smaller part", () => {
  fc.assert(
    fc.property(anyCounts, (one) => {
      for (const a of segmentsOf(one))
        for (const b of segmentsOf(one))
          if (one[a.verdict] > one[b.verdict]) expect(a.share).toBeGreaterThanOrEqual(b.share - 1e-9);
    }),
  );
});
