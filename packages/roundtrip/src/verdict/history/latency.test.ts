import fc from "fast-check";
import { expect, test } from "vitest";
import {
  bucketOf,
  countOf,
  type Histogram,
  LAST_BUCKET,
  LATENCY_ERROR,
  merge,
  middleOf,
  percentile,
} from "./latency.js";

const histogramOf = (all: readonly number[]): Histogram =>
  merge(all.map((ms) => new Map([[bucketOf(ms), 1]])));
/** By definition: the smallest value that at least this share of all does not exceed. */
const exact = (all: readonly number[], share: number) =>
  all.toSorted((a, b) => a - b)[Math.ceil(share * all.length) - 1] ?? Number.NaN;
const latencies = fc.array(fc.double({ min: 1, max: 4 * 3_600_000, noNaN: true }), {
  minLength: 1,
  maxLength: 200,
});

test.each([
  [-5, 0],
  [0, 0],
  [1, 0],
  [1.01, 1],
  [2, 4],
  [2.01, 5],
  [1_000, 40],
  [1_024, 40],
  [3_600_000, 88],
  [Number.MAX_SAFE_INTEGER, LAST_BUCKET],
  [Number.NaN, 0],
])("%d ms are in bucket %d", (ms, bucket) => {
  expect(bucketOf(ms)).toBe(bucket);
});

test("a bucket's middle is as near to all that it holds as is promised", () => {
  fc.assert(
    fc.property(fc.double({ min: 1, max: 4 * 3_600_000, noNaN: true }), (ms) => {
      expect(Math.abs(middleOf(bucketOf(ms)) / ms - 1)).toBeLessThanOrEqual(LATENCY_ERROR + 1e-9);
    }),
  );
});

test("a percentile is the exact one, but for the promised error", () => {
  fc.assert(
    fc.property(latencies, fc.constantFrom(0.01, 0.5, 0.95, 1), (all, share) => {
      const found = percentile(histogramOf(all), share) ?? Number.NaN;
      expect(Math.abs(found / exact(all, share) - 1)).toBeLessThanOrEqual(LATENCY_ERROR + 1e-9);
    }),
  );
});

test("histograms of parts add up to the histogram of the whole, in any order", () => {
  fc.assert(
    fc.property(latencies, latencies, (a, b) => {
      const whole = histogramOf([...a, ...b]);
      for (const parts of [
        [a, b],
        [b, a],
      ]) {
        const sum = merge(parts.map(histogramOf));
        expect(new Map([...sum].sort())).toEqual(new Map([...whole].sort()));
        expect(percentile(sum, 0.95)).toBe(percentile(whole, 0.95));
      }
    }),
  );
});

test("nothing measured has no percentile, nor has what was taken back", () => {
  expect(percentile(new Map(), 0.5)).toBeNull();
  expect(percentile(new Map([[12, 0]]), 0.5)).toBeNull();
  expect(
    countOf(
      new Map([
        [3, 2],
        [4, -1],
      ]),
    ),
  ).toBe(2);
});
