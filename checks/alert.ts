import { z } from "zod";
import { CauseSchema, type Verdict, VerdictSchema } from "./answer";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** While a check goes on failing, it is said again after so long, each time after longer; the last one repeats. */
const REMIND_AFTER_MS = [1, 2, 4, 8, 24].map((hours) => hours * HOUR);
/** Nobody is helped by being told at the sixtieth minute what was meant for the first: rounds come when they come. */
const EARLY_MS = MINUTE;

/** A decided run of the canary, or a firing that came to nothing. */
export const OutcomeSchema = z.object({
  check: z.string(),
  /** Null: it could not be fired. */
  run: z.string().nullable(),
  verdict: VerdictSchema,
  cause: CauseSchema.nullable(),
  /** Milliseconds since the epoch, on the store's clock. */
  firedAt: z.number(),
  /** Of the app that fired it. */
  release: z.string(),
});
export type AlertOutcome = z.infer<typeof OutcomeSchema>;

/** A failure that is over, recovery and all. */
const OverSchema = z.object({
  /** The firing from which on it failed. */
  since: z.number(),
  /** The firing that passed again. */
  until: z.number(),
  /** The code of the cause that was told. */
  cause: z.string().nullable(),
});

/** What was last told of a check in one environment. */
export const AlertStateSchema = z.object({
  /** The newest outcome that counted. */
  last: OutcomeSchema,
  /** The firing from which on it fails; null while it is well. */
  since: z.number().nullable(),
  /** How often the present failure has been said, the first time included. */
  told: z.number(),
  /** When it is said again. */
  remindAt: z.number().nullable(),
  /** The last failure that is over; null: none was told. */
  over: OverSchema.nullable(),
});
export type AlertState = z.infer<typeof AlertStateSchema>;

/** problem: it was well before. changed: it fails for another cause. reminder: it still fails. recovery: no more. */
export type AlertKind = "problem" | "changed" | "reminder" | "recovery";

/** One thing that people must be told. */
export interface Tell {
  kind: AlertKind;
  /** The firing from which on it fails, or failed. */
  since: number;
  told: number;
  about: AlertOutcome;
}

export interface AlertDecision {
  state: AlertState;
  /** What people must be told now, in this order. */
  tells: Tell[];
}

/** Nobody is told of what only came late or missed a should: that is a pass. */
const isBad = (verdict: Verdict) => verdict === "fail" || verdict === "unknown";

/**
 * What a new outcome means for whoever must be told; null: nothing. Pure. The same outcome twice changes nothing.
 * The newest firing says whether a check is well. One of an older firing that failed is told nevertheless, since a
 * pass is known in seconds and a loss only after an hour.
 * @param now milliseconds since the epoch, on the store's clock
 */
export function decideAlert(
  before: AlertState | null,
  outcome: AlertOutcome,
  now: number,
): AlertDecision | null {
  if (outcome.verdict === "pending") return null;
  if (before && outcome.firedAt < before.last.firedAt) return decideOlder(before, outcome, now);
  if (before && isSame(before.last, outcome)) return null;
  if (!isBad(outcome.verdict)) return decideGood(before, outcome);
  const over = before?.over ?? null;
  if (!before || before.since === null)
    return said("problem", { last: outcome, about: outcome, since: outcome.firedAt, told: 1, over }, now);
  const { last, since, told, remindAt } = before;
  const next = { last: outcome, about: outcome, since, told: told + 1, over };
  if (last.verdict !== outcome.verdict || codeOf(last) !== codeOf(outcome)) return said("changed", next, now);
  if (now >= (remindAt ?? 0) - EARLY_MS) return said("reminder", next, now);
  return { state: { ...before, last: outcome }, tells: [] };
}

function decideGood(before: AlertState | null, outcome: AlertOutcome): AlertDecision {
  const well = { last: outcome, since: null, told: 0, remindAt: null };
  if (!before || before.since === null) return { state: { ...well, over: before?.over ?? null }, tells: [] };
  const { since, told, last } = before;
  return {
    state: { ...well, over: { since, until: outcome.firedAt, cause: codeOf(last) } },
    tells: [{ kind: "recovery", since, told, about: outcome }],
  };
}

/** An outcome that is known only after one of a newer firing: told once for a stretch of them. */
function decideOlder(before: AlertState, outcome: AlertOutcome, now: number): AlertDecision | null {
  const { last, since, told, over } = before;
  const { firedAt, verdict } = outcome;
  if (!isBad(verdict) || (over && isToldIn(over, outcome))) return null;
  if (since === null) {
    const once = { since: firedAt, told: 1 };
    return {
      state: { ...before, over: { since: firedAt, until: last.firedAt, cause: codeOf(outcome) } },
      tells: [
        { kind: "problem", ...once, about: outcome },
        { kind: "recovery", ...once, about: last },
      ],
    };
  }
  if (firedAt >= since) return null;
  if (codeOf(last) === codeOf(outcome)) return { state: { ...before, since: firedAt }, tells: [] };
  return said("changed", { last, about: outcome, since: firedAt, told: told + 1, over }, now);
}

/** Rounds are not decided in the order of their firing: one that failed alike may have begun before it. */
const isToldIn = ({ since, until, cause }: z.infer<typeof OverSchema>, outcome: AlertOutcome): boolean =>
  outcome.firedAt <= until && (outcome.firedAt >= since || cause === codeOf(outcome));

const codeOf = ({ cause }: AlertOutcome): string | null => cause?.code ?? null;

const isSame = (a: AlertOutcome, b: AlertOutcome): boolean =>
  a.firedAt === b.firedAt && a.run === b.run && a.verdict === b.verdict && codeOf(a) === codeOf(b);

function said(
  kind: AlertKind,
  { about, ...next }: Omit<AlertState, "remindAt" | "since"> & { about: AlertOutcome; since: number },
  now: number,
): AlertDecision {
  const { since, told } = next;
  return {
    state: { ...next, remindAt: now + remindAfter(told) },
    tells: [{ kind, since, told, about }],
  };
}

/** How long after it was said `told` times it is said again, in milliseconds. */
export const remindAfter = (told: number): number =>
  REMIND_AFTER_MS[Math.min(told, REMIND_AFTER_MS.length) - 1] ?? HOUR;

/** How long after a delivery has failed for the nth time it is tried again, in milliseconds; the last one repeats. */
const RETRY_MS = [5_000, 15_000, MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR];
export const retryAfter = (attempts: number): number =>
  RETRY_MS[Math.min(Math.max(attempts, 1), RETRY_MS.length) - 1] ?? HOUR;
