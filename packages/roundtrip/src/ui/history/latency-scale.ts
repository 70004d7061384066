import type { DayLatency } from "#runs/read/history/view.js";

/** Where lines are drawn, in milliseconds: times that people count in, each about three times the last. */
const STEPS = [
  1, 3, 10, 30, 100, 300, 1_000, 3_000, 10_000, 30_000, 60_000, 180_000, 600_000, 1_800_000, 3_600_000,
  7_200_000, 21_600_000,
] as const;

export interface Scale {
  /** Lines, from the least to the greatest; the first and the last are the scale's ends. */
  ticks: number[];
  /** How far up a latency stands, 0 to 1: logarithmic, so that a slow day does not press the others flat. */
  up: (ms: number) => number;
}

/** A scale that all latencies fit; null where there are none. */
export function scaleOf(latency: readonly DayLatency[]): Scale | null {
  const all = latency.flatMap(({ p50, p95 }) => (p50 === null || p95 === null ? [] : [p50, p95]));
  if (all.length === 0) return null;
  const below = STEPS.findLastIndex((step) => step <= Math.min(...all));
  const above = STEPS.findIndex((step) => step >= Math.max(...all));
  const from = Math.max(0, below);
  const to = above < 0 ? STEPS.length - 1 : Math.max(above, from + 1);
  const ticks = STEPS.slice(from, to + 1);
  const [least, most] = [Math.log(ticks[0] ?? 1), Math.log(ticks.at(-1) ?? 10)];
  const up = (ms: number) => Math.min(1, Math.max(0, (Math.log(Math.max(ms, 1)) - least) / (most - least)));
  return { ticks, up };
}

/** A time on the scale: 300 ms, 3 s, 10 min, 2 h. */
export function tickText(ms: number): string {
  if (ms < 1_000) return `${ms} ms`;
  if (ms < 60_000) return `${ms / 1_000} s`;
  return ms < 3_600_000 ? `${ms / 60_000} min` : `${ms / 3_600_000} h`;
}
