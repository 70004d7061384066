import { interval, median } from "./statistics";

export type Unit = "ratio" | "ms" | "s" | "bytes" | "MB" | "count";

/** Two that are alike may differ by so much, at most, for what is measured beside them to count. */
const STEADY = 0.02;

/** One line of the table. */
export interface Figure {
  /** What was measured, in a few words. */
  name: string;
  value: number;
  /** The 95 % interval of the median; null for what does not vary. */
  spread: [number, number] | null;
  unit: Unit;
  /** The value must not be greater; null: shown to explain the others. */
  goal: number | null;
  met: boolean | null;
  samples: number;
}

/** @param value the samples' median by default */
export function figure(
  name: string,
  unit: Unit,
  samples: readonly number[],
  goal: number | null = null,
  value: number = median(samples),
): Figure {
  return {
    name,
    value,
    spread: samples.length > 1 ? interval(samples) : null,
    unit,
    goal,
    met: goal === null ? null : value <= goal,
    samples: samples.length,
  };
}

/**
 * With and without, as pairs of one run: the interval's upper end must keep the goal. What `noise` tells, the same measured
 * of two that are alike, must lie within `STEADY` of 1, or the row says nothing of this machine.
 */
export function compared(
  name: string,
  ratios: readonly number[],
  noise: readonly number[],
  goal: number,
): [Figure, Figure] {
  const upper = interval(ratios)[1];
  const steady = interval(noise).every((end) => Math.abs(end - 1) <= STEADY);
  const row = figure(name, "ratio", ratios, goal);
  return [{ ...row, met: steady ? upper <= goal : null }, figure("  alike / alike (noise)", "ratio", noise)];
}
