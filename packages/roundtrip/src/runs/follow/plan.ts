import type { Check } from "#checks/check.js";
import type { Question } from "#sentry/read/lookup-queue.js";
import { type Evidence, ofKind, PERMANENT_READ_FAILURES } from "#verdict/evidence/kinds.js";
import { doubt } from "#verdict/judge/refusal.js";
import type { Judgement } from "#verdict/judge/run.js";
import { reports } from "#verdict/judge/stored.js";
import { oursAmong, settledAt, spansComplete } from "#verdict/judge/traced.js";
import { DEADLINE_MS, LATE_WINDOW_MS, type Part, type Run } from "#verdict/run.js";

/** Without a word from the witness (edge, browser, another backend) looking begins after this long. */
const BLIND_START_MS = 2_000;
/** The first look-ups come quickly, since Sentry usually needs a second or less; then ever more slowly. */
const FIRST_DELAY_MS = 100;
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

/** A look for one event, or for whatever stands on the run's own trace. */
export type Asking =
  /** `lost`: it was accepted, and is overdue; where it is not found, the backend is asked what it discarded. */
  | { part: Part; question: Question; lost?: boolean }
  | { part: Part; traceId: string }
  /** For the run's spans on this trace; `lost`: they are overdue. */
  | { part: Part; spansOf: string; lost?: boolean }
  /** What Inngest holds of this function, which was not called, and of the event that it answered for. */
  | { part: Part; task: string; event: string };

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
  const ask = questions(check, run, evidence, now, due);
  const slowest = now - run.firedAt < DEADLINE_MS ? SLOWEST_BEFORE_DEADLINE_MS : SLOWEST_LATER_MS;
  const delay = Math.min(slowest, FIRST_DELAY_MS * GROWTH ** looks.count);
  return { ask, wait: due ? FIRST_DELAY_MS : Math.min(delay, Math.max(1, run.deadline - now)) };
}

/** Nobody may look at Sentry. Inngest may still say that a task will not be called. */
function unread(check: Check, run: Run, evidence: readonly Evidence[], now: number): Step {
  const untilDeadline = Math.max(1, run.deadline - now);
  const wait = check.task ? Math.min(untilDeadline, TASK_OVERDUE_MS) : untilDeadline;
  return { ask: taskAsked(check, run, evidence, now), wait };
}

/** The events that are still worth asking for. */
function questions(
  check: Check,
  run: Run,
  evidence: readonly Evidence[],
  now: number,
  due: boolean,
): Asking[] {
  const foundAt = (role: string) => ofKind(evidence, "found", role)[0]?.at;
  const counts = (role: string) => ofKind(evidence, "counted", role).map((one) => one.count);
  const counted = (role: string) => counts(role).some((count) => count === null || count > 0);
  const companionsFound = check.parts.every(
    (one) => one.expect !== "stored" || foundAt(one.role) !== undefined,
  );
  const reported = ofKind(evidence, "traced").some(({ events }) =>
    events?.some((event) => run.parts.every((part) => part.eventId !== event.eventId)),
  );

  const asked = check.parts.flatMap((spec): Asking[] => {
    const part = run.parts.find((one) => one.role === spec.role);
    if (!part) return [];
    const { eventId, role } = part;
    if (spec.expect === "unreported") {
      // One search of the trace is about all that must not be reported.
      const worth = spec === check.parts[0] && !reported && (companionsFound || due);
      return worth && run.traceId !== null ? [{ part, traceId: run.traceId }] : [];
    }
    if (spec.expect === "traced") return spansAsked(run, evidence, part, now, due, companionsFound);
    if (spec.expect === "absent") {
      // Stored although it must not be: nothing that comes later changes that.
      if (foundAt(role) !== undefined || counts(role).some((count) => count)) return [];
      const worth = companionsFound || due;
      return worth ? [{ part, question: { eventId, since: run.firedAt, found: false, thorough: true } }] : [];
    }
    const found = foundAt(role) !== undefined;
    if (found && counted(role)) return [];
    if (!due && isSecondOnItsWay(evidence, role, now)) return [];
    const sent = ofKind(evidence, "accepted", role).length > 0;
    if (!found && !sent && !due && now - run.firedAt < BLIND_START_MS) return [];
    const lost = due && sent && !found;
    // What seemed to fail on its way is a fail only once a look that asks for everything has found nothing.
    const doubted = found ? null : doubt({ run, check, spec, part, evidence, now });
    const thorough = due || (doubted !== null && now >= doubted.until);
    return [{ part, question: { eventId, since: run.firedAt, found, thorough }, ...(lost && { lost }) }];
  });
  return [...taskAsked(check, run, evidence, now), ...asked];
}

/** As long as a second copy is given to be stored and listed, so that the first count sees it. */
const SECOND_MS = 5_000;

/** True for a moment after a second report of the same error, which was not seen dropped. */
function isSecondOnItsWay(evidence: readonly Evidence[], role: string, now: number): boolean {
  const dropped = ofKind(evidence, "dropped", role).filter((one) => one.repeat).length;
  if (reports(evidence, role) - dropped <= 1) return false;
  return now < Math.max(...ofKind(evidence, "captured", role).map((one) => one.at)) + SECOND_MS;
}

/** Inngest calls a function it knows within a second or two. */
const TASK_OVERDUE_MS = 5_000;

/** A task that was handed over and does not come may be one that Inngest does not know: asked soon, and at the deadline. */
function taskAsked(
  { task }: Check,
  { parts, firedAt, deadline }: Run,
  evidence: readonly Evidence[],
  now: number,
): Asking[] {
  if (now - firedAt < TASK_OVERDUE_MS) return [];
  const has = (kind: Evidence["kind"]) => ofKind(evidence, kind).length > 0;
  const [part] = parts;
  const event = ofKind(evidence, "queued").at(-1)?.inngestEvent;
  if (!task || !part || event === undefined) return [];
  const askedAt = ofKind(evidence, "registered").at(-1)?.at;
  if (askedAt !== undefined && (now < deadline || askedAt >= deadline)) return [];
  const came = has("task_called") || has("raised") || has("captured") || has("call_refused");
  return came ? [] : [{ part, task, event }];
}

/** Whether it is worth asking for a run's spans: some are missing, or none must be there. */
function spansAsked(
  run: Run,
  evidence: readonly Evidence[],
  part: Part,
  now: number,
  due: boolean,
  controlFound: boolean,
): Asking[] {
  if (run.traceId === null) return [];
  const searches = ofKind(evidence, "spans");
  if (searches.some((one) => one.spans === null)) return [];
  const lost = due && searches.every((one) => one.spans?.length === 0);
  const ask: Asking[] = [{ part, spansOf: run.traceId, ...(lost && { lost }) }];
  if (run.tracing?.rate === 0) {
    // Stored although none must be: nothing that comes later changes that.
    if (searches.some((one) => oursAmong(run, one.spans ?? []).length > 0)) return [];
    const settled = settledAt(run, evidence);
    return due || (controlFound && settled !== null && now >= settled) ? ask : [];
  }
  if (spansComplete(run, evidence)) return [];
  const sent = ofKind(evidence, "accepted").length > 0;
  return due || sent || now - run.firedAt >= BLIND_START_MS ? ask : [];
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
  const ask = questions(check, run, evidence, now, true);
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
