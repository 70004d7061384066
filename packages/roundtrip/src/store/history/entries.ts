import { DECIDED, type DecidedVerdict, NO_COUNTS } from "#verdict/history/days.js";
import type { CheckDay } from "./counts.js";

/** One count as both stores keep it: of a verdict, or of a bucket of latency. */
export interface Entry {
  day: number;
  check: string;
  what: string;
  count: number;
}

export const latencyKey = (bucket: number): string => `ms:${bucket}`;

const isVerdict = (what: string): what is DecidedVerdict => DECIDED.some((one) => one === what);

/** Counts as they are kept, put together by day and check. What this version does not know is left out. */
export function checkDays(entries: Iterable<Entry>): CheckDay[] {
  const found = new Map<
    string,
    { day: number; check: string; counts: Record<DecidedVerdict, number>; latency: Map<number, number> }
  >();
  for (const { day, check, what, count } of entries) {
    if (count <= 0) continue;
    const key = `${day} ${check}`;
    const one = found.get(key) ?? { day, check, counts: { ...NO_COUNTS }, latency: new Map() };
    const bucket = /^ms:(\d+)$/.exec(what)?.[1];
    if (isVerdict(what)) one.counts[what] = count;
    else if (bucket) one.latency.set(Number(bucket), count);
    else continue;
    found.set(key, one);
  }
  return [...found.values()];
}

/** Those of `all` that are given, in this order: without an end first, then by their beginning, newest first. */
export const newest = <T>(
  all: T[],
  limit: number,
  of: (one: T) => { firedAt: number; ended: boolean },
): T[] =>
  all
    .map((one) => ({ one, ...of(one) }))
    .sort((a, b) => Number(a.ended) - Number(b.ended) || b.firedAt - a.firedAt)
    .slice(0, limit)
    .map(({ one }) => one);
