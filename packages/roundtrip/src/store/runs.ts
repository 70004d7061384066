import { hasCode } from "#state/coded-error.js";
import type { HistoryStore } from "#store/history/counts.js";
import type { Cause, Verdict } from "#verdict/answer.js";
import type { Evidence } from "#verdict/evidence/kinds.js";
import type { Run } from "#verdict/run.js";

/** The verdict as it was first reached and last revised. Times are milliseconds on the store's clock. */
export interface Decision {
  verdict: Verdict;
  cause: Cause | null;
  decidedAt: number;
  /** How new the judgement is: an older one never takes its place. */
  revisedAt: number;
  /** When verdict or cause last became another; absent while they are those of the first decision. */
  changedAt?: number | undefined;
  latencyMs: number | null;
}

export interface StoredRun {
  run: Run;
  evidence: Evidence[];
  decision: Decision | null;
}

/** One line of the list of runs: what a page or a status answer needs, without the evidence. */
export interface RunSummary {
  run: Run;
  decision: Decision | null;
}

export interface FiredUnder {
  check: string;
  run: string;
}

/**
 * Where runs and their evidence are kept. Every method rejects with `StoreDown` when the store cannot be
 * reached; none ever acknowledges what it did not keep.
 */
export interface RunStore extends HistoryStore {
  /** The store's clock: with several instances, deadlines must not depend on one machine's. */
  now(): Promise<number>;
  /** Keeps a new run. False when its id is taken, or its nonce by another run of its check: each can be fired once. */
  create(run: Run): Promise<boolean>;
  /** What was fired under a nonce: one run a check at most, in no order. */
  firedUnder(nonce: string): Promise<FiredUnder[]>;
  /** Adds evidence; one that is there already, by id, changes nothing. */
  append(evidence: readonly Evidence[]): Promise<void>;
  /**
   * Adds evidence of one run in one piece, or nothing and false, where more than `most` of what edge and browser
   * said of it is there before. Instances that share the store share the bound.
   */
  appendWithin(most: number, runId: string, evidence: readonly Evidence[]): Promise<boolean>;
  load(runId: string): Promise<StoredRun | null>;
  /**
   * Sets or revises a run's decision. `decidedAt` of the first one stays, and one whose `revisedAt` is older
   * than what is kept changes nothing: whoever judged from older evidence must not have the last word.
   * The history counts it once, under its newest verdict, however often it is decided; a caller's own run never.
   */
  decide(runId: string, decision: Decision): Promise<void>;
  /** Ids of runs that still have to be followed, oldest first. */
  open(limit: number): Promise<string[]>;
  /** Says that a run needs no more looking. */
  settle(runId: string): Promise<void>;
  /**
   * Of each check that an app of this release and environment fired: its newest run, and where that one is
   * not decided yet, also the newest that is. Callers' own runs are left out.
   */
  newest(release: string, environment: string): Promise<RunSummary[]>;
  /** True when `owner` may follow the run until `ttlMs` from now; one owner at a time, none for no run. */
  claim(runId: string, owner: string, ttlMs: number): Promise<boolean>;
  /** As `claim`, of many runs at once, for who has claimed them: one that is another's by now stays it. */
  renew(runIds: readonly string[], owner: string, ttlMs: number): Promise<void>;
  /**
   * Takes `count` from a budget shared by all instances and returns 0, or takes nothing and returns the
   * milliseconds to wait. `burst` is how many may be taken at once after a pause, `count` at most that.
   */
  take(budget: string, count: number, perSecond: number, burst: number): Promise<number>;
  /** Forgets runs fired before this time, a bounded number at a time; returns how many. */
  prune(before: number, limit: number): Promise<number>;
  ping(): Promise<void>;
  close(): Promise<void>;
}

/** The store could not be reached. Trying again later helps. */
export class StoreDown extends Error {
  override name = "StoreDown";
  readonly code = "StoreDown";
  constructor(cause: unknown) {
    super("the run store cannot be reached", { cause });
  }

  static is(error: unknown): error is StoreDown {
    return hasCode(error, "StoreDown");
  }
}
