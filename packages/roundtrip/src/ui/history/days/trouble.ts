import { type Counts, gravest } from "#verdict/history/days.js";

/** More rows than are read at one glance. */
const MANY = 12;

interface Days {
  counts: readonly Counts[];
}

const isPlain = (counts: Counts): boolean => {
  const worst = gravest(counts);
  return worst === null || worst === "pass";
};
const lastTrouble = ({ counts }: Days): number => counts.findLastIndex((one) => !isPlain(one));

/** Checks with the newest trouble first, then the others in their order; of many, those without trouble are only named. */
export function troubleFirst<T extends Days>(checks: readonly T[]): { shown: T[]; named: T[] } {
  const sorted = checks.toSorted((a, b) => lastTrouble(b) - lastTrouble(a));
  const shown = checks.length > MANY ? sorted.filter((one) => lastTrouble(one) >= 0) : sorted;
  return { shown, named: sorted.slice(shown.length) };
}
