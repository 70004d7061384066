import type { CheckDay, Stretch } from "#store/history/counts.js";
import type { Cause } from "#verdict/answer.js";
import { addCounts, type Counts, daysUntil, NO_COUNTS } from "#verdict/history/days.js";
import { countOf, merge, percentile } from "#verdict/history/latency.js";

/** As many days as the page shows, today included. */
export const HISTORY_DAYS = 30;
/** As many incidents as the page lists, the newest. */
export const INCIDENTS_SHOWN = 50;

/** How long runs took from the firing until they were readable, in milliseconds; null where none was measured. */
export interface DayLatency {
  p50: number | null;
  p95: number | null;
  /** How many were measured. */
  measured: number;
}

/** A stretch of runs of one check that failed or were not proven. Times are ISO 8601, those of firings. */
export interface Incident {
  check: string;
  environment: string;
  since: string;
  /** False where it may have begun before the oldest run that is kept. */
  exact: boolean;
  /** The firing of the run that passed again; null while none has. */
  until: string | null;
  verdict: "fail" | "unknown";
  /** Of its first run. */
  cause: Cause | null;
  /** Of its last run, where that is another. */
  laterCause: Cause | null;
  runs: { first: string; last: string; passed: string | null };
}

export interface HistoryView {
  /** Oldest first; the last one is today. */
  days: number[];
  /** The one that was asked for, which may be none of these; null: all of them. */
  only: number | null;
  checks: { name: string; title: string; counts: Counts[] }[];
  /** Of all checks shown together, a day each. */
  all: Counts[];
  latency: DayLatency[];
  /** Open ones first, then the newest. */
  incidents: Incident[];
  /** More incidents than are listed. */
  more: boolean;
}

/**
 * @param now milliseconds since the epoch, on the store's clock
 * @param checks what is shown, in this order, whether it ran or not
 */
export function historyView(
  now: number,
  checks: readonly { name: string; title: string }[],
  found: readonly CheckDay[],
  stretches: readonly Stretch[],
  only: number | null = null,
): HistoryView {
  const days = daysUntil(now, HISTORY_DAYS);
  const shown = found.filter(({ check }) => checks.some(({ name }) => name === check));
  const on = (day: number) => shown.filter((one) => one.day === day);
  const incidents = stretches.map(incidentOf).sort(openFirst);
  return {
    days,
    only,
    checks: checks.map(({ name, title }) => ({
      name,
      title,
      counts: days.map((day) => on(day).find(({ check }) => check === name)?.counts ?? NO_COUNTS),
    })),
    all: days.map((day) => addCounts(on(day).map(({ counts }) => counts))),
    latency: days.map((day) => {
      const latency = merge(on(day).map((one) => one.latency));
      return { p50: percentile(latency, 0.5), p95: percentile(latency, 0.95), measured: countOf(latency) };
    }),
    incidents: incidents.slice(0, INCIDENTS_SHOWN),
    more: incidents.length > INCIDENTS_SHOWN,
  };
}

const iso = (ms: number) => new Date(ms).toISOString();

function incidentOf({ check, environment, first, last, preceded, end }: Stretch): Incident {
  return {
    check,
    environment,
    since: iso(first.firedAt),
    exact: preceded,
    until: end && iso(end.firedAt),
    verdict: last.verdict === "unknown" ? "unknown" : "fail",
    cause: first.cause,
    laterCause: last.cause?.code === first.cause?.code ? null : last.cause,
    runs: { first: first.run, last: last.run, passed: end?.run ?? null },
  };
}

function openFirst(a: Incident, b: Incident): number {
  if ((a.until === null) !== (b.until === null)) return a.until === null ? -1 : 1;
  return a.since < b.since ? 1 : a.since > b.since ? -1 : 0;
}
