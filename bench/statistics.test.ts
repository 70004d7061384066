import { expect, test } from "vitest";
import { median, quantile, quartiles } from "./statistics";

test("quantiles interpolate between samples, whatever their order", () => {
  expect(median([9, 1, 5])).toBe(5);
  expect(median([4, 1, 3, 2])).toBe(2.5);
  expect(quartiles([5, 1, 2, 4, 3])).toEqual([2, 4]);
  expect(quantile([10, 20], 0.95)).toBeCloseTo(19.5);
  expect(quantile([7], 0.95)).toBe(7);
});

test("no samples have no median", () => {
  expect(() => median([])).toThrow("no samples");
});
