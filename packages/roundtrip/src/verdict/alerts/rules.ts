import type { Verdict } from "#verdict/answer.js";
import { CANARY_DEADLINE_MS } from "#verdict/deadlines.js";
import type { AlertOutcome, AlertState, Flicker, Over } from "./state.js";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** While a check goes on failing, it is said again after so long, each time after longer; the last one repeats. */
const REMIND_AFTER_MS = [1, 2, 4, 8, 24].map((hours) => hours * HOUR);
/** Where losses come and go: of the firings of two hours none was lost, and the last of them has had its hour. */
const CLEAN_MS = 3 * HOUR;
/** Nobody is helped by being told at the sixtieth minute what was meant for the first: rounds come when they come. */
const EARLY_MS = MINUTE;

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
 * pass is known in seconds and a loss only after an hour. Where it is lost again after a pass, passes between losses
 * are no recovery: that is told once nothing fired for hours was lost.
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
  if (!isBad(outcome.verdict)) return decideGood(before, outcome, now);
  const over = before?.over ?? null;
  const first = { last: outcome, about: outcome, since: outcome.firedAt, told: 1, over, flicker: null };
  if (!before || before.since === null) return said("problem", first, now);
  const { last, since, told, remindAt } = before;
  const code = codeOf(outcome);
  const flicker = before.flicker && { lastAt: outcome.firedAt, cause: code };
  const next = { last: outcome, about: outcome, since, told: told + 1, over, flicker };
  const changed = before.flicker
    ? before.flicker.cause !== code
    : last.verdict !== outcome.verdict || codeOf(last) !== code;
  if (changed) return said("changed", next, now);
  if (isDue(remindAt, now)) return said("reminder", next, now);
  return { state: { ...before, last: outcome, flicker }, tells: [] };
}

function decideGood(before: AlertState | null, outcome: AlertOutcome, now: number): AlertDecision {
  const well = { last: outcome, since: null, told: 0, remindAt: null, flicker: null };
  if (!before || before.since === null) return { state: { ...well, over: before?.over ?? null }, tells: [] };
  const { since, told, last, flicker } = before;
  if (flicker && now < flicker.lastAt + CLEAN_MS) return { state: { ...before, last: outcome }, tells: [] };
  const cause = flicker ? flicker.cause : codeOf(last);
  return {
    state: { ...well, over: { since, until: outcome.firedAt, cause } },
    tells: [{ kind: "recovery", since, told, about: outcome }],
  };
}

/** An outcome that is known only after one of a newer firing: told once for a stretch of them. */
function decideOlder(before: AlertState, outcome: AlertOutcome, now: number): AlertDecision | null {
  const { last, since, told, over, flicker } = before;
  const { firedAt, verdict } = outcome;
  if (!isBad(verdict) || (over && isToldIn(over, outcome))) return null;
  if (since === null) {
    const once = { since: firedAt, told: 1 };
    if (over && isAgain(over, outcome, now)) {
      const again = { lastAt: firedAt, cause: codeOf(outcome) };
      return said("problem", { ...once, last, about: outcome, over, flicker: again }, now);
    }
    return {
      state: { ...before, over: { since: firedAt, until: last.firedAt, cause: codeOf(outcome) } },
      tells: [
        { kind: "problem", ...once, about: outcome },
        { kind: "recovery", ...once, about: last },
      ],
    };
  }
  if (flicker) return decideFlicker(before, flicker, outcome, now);
  if (firedAt >= since) return null;
  if (codeOf(last) === codeOf(outcome)) return { state: { ...before, since: firedAt }, tells: [] };
  return said("changed", { last, about: outcome, since: firedAt, told: told + 1, over, flicker }, now);
}

/** One more of the losses that come and go: it puts the recovery off; another cause is told, as is what is due. */
function decideFlicker(
  before: AlertState,
  flicker: Flicker,
  outcome: AlertOutcome,
  now: number,
): AlertDecision | null {
  const { firedAt } = outcome;
  if (firedAt <= flicker.lastAt) return null;
  const lasting = { lastAt: firedAt, cause: codeOf(outcome) };
  const { last, told, over, since } = before;
  const next = { last, about: outcome, since: since ?? firedAt, told: told + 1, over, flicker: lasting };
  if (flicker.cause !== lasting.cause) return said("changed", next, now);
  if (isDue(before.remindAt, now)) return said("reminder", next, now);
  return { state: { ...before, flicker: lasting }, tells: [] };
}

const isDue = (remindAt: number | null, now: number): boolean => now >= (remindAt ?? 0) - EARLY_MS;

/**
 * Lost, passed, and soon lost again for the same cause, which was known only when its hour was over: what is known
 * sooner is ended by a pass. What is known so late that it is past is told as past.
 */
const isAgain = ({ until, cause }: Over, outcome: AlertOutcome, now: number): boolean =>
  cause === codeOf(outcome) &&
  outcome.firedAt > until &&
  outcome.firedAt < until + CLEAN_MS &&
  now >= outcome.firedAt + CANARY_DEADLINE_MS &&
  now < outcome.firedAt + CLEAN_MS;

/** Rounds are not decided in the order of their firing: one that failed alike may have begun before it. */
const isToldIn = ({ since, until, cause }: Over, outcome: AlertOutcome): boolean =>
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
