import type { Verdict } from "#verdict/answer.js";

/** Days are UTC's, counted from the epoch: one number, the same on every machine. A run belongs to the day of its firing. */
const DAY_MS = 86_400_000;

export const dayOf = (ms: number): number => Math.floor(ms / DAY_MS);
/** When a day begins, milliseconds since the epoch. */
export const startOf = (day: number): number => day * DAY_MS;
/** A day as ISO 8601 writes it: 2026-11-23. */
export const dateOf = (day: number): string => new Date(startOf(day)).toISOString().slice(0, 10);

/** The last `count` days, oldest first; the day of `now` is the last. */
export const daysUntil = (now: number, count: number): number[] =>
  Array.from({ length: count }, (_, index) => dayOf(now) - count + 1 + index);

/** What a run can end with, gravest first. */
export const DECIDED = ["fail", "unknown", "warn", "pass"] as const satisfies readonly Verdict[];
export type DecidedVerdict = (typeof DECIDED)[number];

/** How many runs ended with which verdict. */
export type Counts = Readonly<Record<DecidedVerdict, number>>;
export const NO_COUNTS: Counts = { fail: 0, unknown: 0, warn: 0, pass: 0 };

export const addCounts = (all: Iterable<Counts>): Counts => {
  const sum = { ...NO_COUNTS };
  for (const one of all) for (const verdict of DECIDED) sum[verdict] += Math.max(0, one[verdict]);
  return sum;
};
export const runsOf = (counts: Counts): number => DECIDED.reduce((sum, verdict) => sum + counts[verdict], 0);

/** The gravest verdict of a day; null where no run was decided. */
export const gravest = (counts: Counts): DecidedVerdict | null =>
  DECIDED.find((verdict) => counts[verdict] > 0) ?? null;

/** Neither a pass nor a pass with a remark: such runs in a row are an incident. */
export const isBad = (verdict: Verdict): boolean => verdict === "fail" || verdict === "unknown";

/** The parts of a bar, from the top, gravest first; `from` and `share` are parts of one, and shares add up to one. */
export interface Segment {
  verdict: DecidedVerdict;
  from: number;
  share: number;
}

/** No part of a bar is thinner, or one failure among hundreds of runs could not be seen. */
const LEAST_SHARE = 0.18;

export function segmentsOf(counts: Counts): Segment[] {
  const present = DECIDED.filter((verdict) => counts[verdict] > 0);
  const total = runsOf(counts);
  const wished = present.map((verdict) => Math.max(LEAST_SHARE, counts[verdict] / total));
  // What the least shares take is given by the others, in proportion to what they have above the least.
  const over = wished.reduce((sum, one) => sum + one, 0) - 1;
  const spare = wished.reduce((sum, one) => sum + one - LEAST_SHARE, 0);
  let from = 0;
  return present.map((verdict, index) => {
    const wish = wished[index] ?? 0;
    const share = spare > 0 ? wish - ((wish - LEAST_SHARE) / spare) * over : wish;
    const segment = { verdict, from, share };
    from += share;
    return segment;
  });
}
