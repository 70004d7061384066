import type { Check } from "#checks/check.js";
import type { Question } from "#sentry/read/lookup-queue.js";
import { type Evidence, ofKind } from "#verdict/evidence/kinds.js";
import { doubt } from "#verdict/judge/refusal.js";
import { reports } from "#verdict/judge/stored.js";
import { oursAmong, settledAt, spansComplete } from "#verdict/judge/traced.js";
import type { Part, Run } from "#verdict/run.js";

/** Without a word from the witness (edge, browser, another backend) looking begins after this long. */
const BLIND_START_MS = 2_000;
/** A look for one event, or for whatever stands on the run's own trace. */
export type Asking =
  /** `lost`: it was accepted, and nobody found it; where it is overdue when asked for, the backend is asked what it discarded. */
  | { part: Part; question: Question; lost?: boolean }
  | { part: Part; traceId: string }
  /** For the run's spans on this trace; `lost`: none was found, as above. */
  | { part: Part; spansOf: string; lost?: boolean }
  /** What Inngest holds of this function, which was not called, and of the event that it answered for. */
  | { part: Part; task: string; event: string };

/** The questions that are still worth asking. Pure, as the whole plan is. */
export function openQuestions(
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
    const lost = sent && !found;
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
export const TASK_OVERDUE_MS = 5_000;

/** A task that was handed over and does not come may be one that Inngest does not know: asked soon, and at the deadline. */
export function taskAsked(
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
  const lost = searches.every((one) => one.spans?.length === 0);
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
