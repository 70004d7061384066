import type { Check } from "#checks/check.js";
import { DEADLINE_MS, LATE_WINDOW_MS } from "#verdict/deadlines.js";
import { type Evidence, ofKind, PERMANENT_READ_FAILURES } from "#verdict/evidence/kinds.js";
import type { Judgement } from "#verdict/judge/run.js";
import type { Run } from "#verdict/run.js";
import { type Asking, openQuestions, TASK_OVERDUE_MS, taskAsked } from "./open-questions.js";

/**
 * Sentry usually needs a second or less, and seldom three. So long looks come evenly, as often as the budget admits by
 * default: no other way of looking sees an event sooner that may come at any time. Then they come ever more slowly.
 */
const FIRST_DELAY_MS = 100;
const EVEN_MS = 200;
const EVEN_LOOKS = 15;
const GROWTH = 1.25;
const SLOWEST_BEFORE_DEADLINE_MS = 5_000;
const MINUTE_MS = 60_000;
/** The canary waits an hour: many of its runs that are open at once must not eat the budget of looks. */
const SLOWEST_LATER_MS = MINUTE_MS;
/**
 * After a decision, looking again may only revise it: ever more rarely, once shortly before the hour ends (what
 * is found after it was too late) and once at its end (what is absent by then is absent).
 */
const REVISIT_MS = [15_000, ...[1, 10, 20, 40, 59].map((minutes) => minutes * MINUTE_MS), LATE_WINDOW_MS];

export interface Step {
  /** What to ask now, with the part it is about. */
  ask: Asking[];
  /** Milliseconds until the next step unless news come first; null: nothing more to do. */
  wait: number | null;
}

const DONE: Step = { ask: [], wait: null };

/** What one follower remembers of its own looks at a run. */
export interface Looks {
  count: number;
  /** When the newest one began, milliseconds since the epoch; 0: there was none. */
  lastAt: number;
}

/** What the follower of a run does next. Pure, so that the schedule is tested without a clock. */
export function nextStep(
  check: Check,
  run: Run,
  evidence: readonly Evidence[],
  judgement: Judgement,
  now: number,
  looks: Looks,
): Step {
  const { verdict } = judgement;
  const absent = check.parts.some(({ expect }) =>
    expect === "traced" ? run.tracing?.rate === 0 : expect !== "stored",
  );
  if (!run.canRead) return verdict === "pending" ? unread(check, run, evidence, now) : DONE;
  if ((verdict === "pass" || verdict === "warn") && !absent) return recount(run, evidence, now, looks.lastAt);
  const permanent = ofKind(evidence, "unreadable").some((one) => PERMANENT_READ_FAILURES.has(one.why));
  if (permanent) return verdict === "pending" ? unread(check, run, evidence, now) : DONE;

  if (verdict !== "pending") return revisit(check, run, evidence, now, looks.lastAt);
  const due = now >= run.deadline;
  const ask = openQuestions(check, run, evidence, now, due);
  const slowest = now - run.firedAt < DEADLINE_MS ? SLOWEST_BEFORE_DEADLINE_MS : SLOWEST_LATER_MS;
  const delay = Math.min(slowest, pauseAfter(looks.count));
  return { ask, wait: due ? FIRST_DELAY_MS : Math.min(delay, Math.max(1, run.deadline - now)) };
}

/** Milliseconds from a look that found nothing to the next one. */
const pauseAfter = (looks: number): number =>
  looks === 0 ? FIRST_DELAY_MS : EVEN_MS * GROWTH ** Math.max(0, looks - EVEN_LOOKS);

/** Nobody may look at Sentry. Inngest may still say that a task will not be called. */
function unread(check: Check, run: Run, evidence: readonly Evidence[], now: number): Step {
  const untilDeadline = Math.max(1, run.deadline - now);
  const wait = check.task ? Math.min(untilDeadline, TASK_OVERDUE_MS) : untilDeadline;
  return { ask: taskAsked(check, run, evidence, now), wait };
}

/** A second copy may be stored, or found by the search, a moment after the first: it is counted once more. */
const RECOUNT_MS = 30_000;

function recount(run: Run, evidence: readonly Evidence[], now: number, lastAt: number): Step {
  const searched = run.parts.filter(({ role }) =>
    ofKind(evidence, "counted", role).some((one) => one.count !== null),
  );
  const dueAt = run.firedAt + RECOUNT_MS;
  const foundAt = Math.max(...ofKind(evidence, "found").map((one) => one.at));
  // A run that passed later than that has nothing left to wait for; neither has one that was counted again.
  if (searched.length === 0 || lastAt >= dueAt || foundAt >= dueAt || now > dueAt + LATE_WINDOW_MS)
    return DONE;
  if (now < dueAt) return { ask: [], wait: dueAt - now };
  const ask = searched.map((part) => ({
    part,
    question: { eventId: part.eventId, since: run.firedAt, found: true, thorough: false },
  }));
  return { ask, wait: FIRST_DELAY_MS };
}

/** Late is told from lost, and absent from late, until an hour after the firing. */
function revisit(check: Check, run: Run, evidence: readonly Evidence[], now: number, lastAt: number): Step {
  const ask = openQuestions(check, run, evidence, now, true);
  if (ask.length === 0) return DONE;
  // Not every look leaves evidence; who follows from another process knows only of those that did.
  const lastLook = Math.max(
    run.firedAt,
    lastAt,
    ...ofKind(evidence, "missing").map((one) => one.askedAt),
    ...ofKind(evidence, "traced").map((one) => one.askedAt),
    ...ofKind(evidence, "spans").map((one) => one.askedAt),
    ...ofKind(evidence, "unreadable").map((one) => one.at),
    ...ofKind(evidence, "found").map((one) => one.askedAt),
    ...ofKind(evidence, "counted").map((one) => one.at),
  );
  const dueAt = REVISIT_MS.map((ms) => run.firedAt + ms).find((at) => at > lastLook);
  if (dueAt === undefined) return DONE;
  if (now < dueAt) return { ask: [], wait: dueAt - now };
  return { ask, wait: FIRST_DELAY_MS };
}
