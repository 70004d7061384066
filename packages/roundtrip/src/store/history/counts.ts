import type { Cause, Verdict } from "#verdict/answer.js";
import type { Counts } from "#verdict/history/days.js";
import type { Histogram } from "#verdict/history/latency.js";

/** Runs of an app of this environment and release; null: of any. */
export interface Scope {
  environment: string | null;
  release: string | null;
}

/** The decided runs of one check that were fired on one day; `day` as of `dayOf`. */
export interface CheckDay {
  day: number;
  check: string;
  counts: Counts;
  latency: Histogram;
}

/** One run of a stretch. Its cause is null for a verdict without one, and where the run is forgotten. */
export interface StretchEnd {
  run: string;
  firedAt: number;
  verdict: Verdict | null;
  cause: Cause | null;
}

/**
 * Runs of one check in one environment, all of them failed or not proven, with no pass between them: in the
 * order of firing, two fired at once in the order of their ids.
 */
export interface Stretch {
  check: string;
  environment: string;
  first: StretchEnd;
  last: StretchEnd;
  /** A pass came before it. Without one it may have begun before the oldest run that is kept. */
  preceded: boolean;
  /** The pass that ended it; null while none has. */
  end: { run: string; firedAt: number } | null;
}

export interface StretchQuery {
  checks: readonly string[];
  environments: readonly string[];
  /** Only runs of this release count, passes as well; null: of any. */
  release: string | null;
  /** Stretches whose last run was fired before this are left out, milliseconds since the epoch. */
  since: number;
  /** Given: those under way at some time from `since` until this, whenever their runs were fired: begun before it, not ended before `since`. */
  until?: number;
  /** At most so many altogether: those without an end, then the newest. */
  limit: number;
}

/**
 * What the verdicts kept so far amount to. Counted when a verdict is kept and corrected when it is revised, so
 * that no answer takes longer because more runs are stored. All of it is forgotten with the runs.
 */
export interface HistoryStore {
  /** Days from this one on that have decided runs, in no order. */
  days(scope: Scope, fromDay: number): Promise<CheckDay[]>;
  /** The newest stretches of these checks and environments, those without an end first. */
  stretches(query: StretchQuery): Promise<Stretch[]>;
  /** Environments of decided runs. At most 100. */
  environments(): Promise<string[]>;
  /** Releases of decided runs, the one used last first. At most 100. */
  releases(environment: string | null): Promise<string[]>;
}

export const MOST_LISTED = 100;
