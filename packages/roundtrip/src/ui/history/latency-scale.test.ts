import fc from "fast-check";
import { expect, test } from "vitest";
import { scaleOf, tickText } from "./latency-scale.js";

const nothing = { p50: null, p95: null, measured: 0 };
const latency = fc
  .tuple(fc.double({ min: 1, max: 2e7, noNaN: true }), fc.double({ min: 1, max: 2e7, noNaN: true }))
  .map(([a, b]) => ({ p50: Math.min(a, b), p95: Math.max(a, b), measured: 5 }));

test("without a measurement there is no scale", () => {
  expect(scaleOf([nothing, nothing])).toBeNull();
});

test("every latency lies on the scale, the slower one higher", () => {
  fc.assert(
    fc.property(fc.array(latency, { minLength: 1, maxLength: 30 }), (all) => {
      const scale = scaleOf([nothing, ...all]);
      if (!scale) throw new Error("no scale");
      expect(scale.ticks.length).toBeGreaterThanOrEqual(2);
      expect(scale.ticks).toEqual(scale.ticks.toSorted((a, b) => a - b));
      for (const { p50, p95 } of all) {
        expect(scale.up(p50)).toBeGreaterThanOrEqual(0);
        expect(scale.up(p95)).toBeLessThanOrEqual(1);
        expect(scale.up(p95)).toBeGreaterThanOrEqual(scale.up(p50));
      }
      expect(scale.up(scale.ticks[0] ?? 0)).toBe(0);
      expect(scale.up(scale.ticks.at(-1) ?? 0)).toBe(1);
    }),
  );
});

test("a day on which all took the same time still has a scale with two ends", () => {
  expect(scaleOf([{ p50: 1_000, p95: 1_000, measured: 1 }])?.ticks).toEqual([1_000, 3_000]);
});

test.each([
  [300, "300 ms"],
  [3_000, "3 s"],
  [600_000, "10 min"],
  [21_600_000, "6 h"],
])("%d ms are written %s", (ms, text) => {
  expect(tickText(ms)).toBe(text);
});
