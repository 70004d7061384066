import { expect, test } from "vitest";
import { interval, median, quantile } from "./statistics";

test("quantiles interpolate between samples, whatever their order", () => {
  expect(median([9, 1, 5])).toBe(5);
  expect(median([4, 1, 3, 2])).toBe(2.5);
  expect(quantile([10, 20], 0.95)).toBeCloseTo(19.5);
  expect(quantile([7], 0.95)).toBe(7);
});

test("no samples have no median", () => {
  expect(() => median([])).toThrow("no samples");
});

test("the 95 % interval of the median is by rank, and the ends where there are few", () => {
  const hundred = Array.from({ length: 100 }, (_, n) => n);
  expect(interval([...hundred].reverse())).toEqual([40, 60]);
  expect(interval([3, 1, 2])).toEqual([1, 3]);
  expect(interval([7])).toEqual([7, 7]);
  expect(() => interval([])).toThrow("no samples");
});
