import { median, quartiles } from "./statistics";

export type Unit = "ratio" | "ms" | "s" | "bytes" | "MB" | "count";

/** One line of the table. */
export interface Figure {
  /** What was measured, in a few words. */
  name: string;
  value: number;
  /** First and third quartile; null for what does not vary. */
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
    spread: samples.length > 1 ? quartiles(samples) : null,
    unit,
    goal,
    met: goal === null ? null : value <= goal,
    samples: samples.length,
  };
}
