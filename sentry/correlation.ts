import type { Event } from "@sentry/nextjs";
import { CHECK_TYPES, parseMessage } from "@/checks/message";

/** The event of a run that an SDK event belongs to. */
export interface Subject {
  run: string;
  role: string;
  eventId: string;
  check: string;
}

/** Companion ids cannot be traced back to their run, so whoever raises one announces it first. */
const MAX_COMPANIONS = 2_000;
/** Next bundles instrumentation and routes apart: what they share lives on the global object. */
const shared = globalThis as typeof globalThis & {
  [COMPANIONS]?: Map<string, { run: string; role: string }>;
};
const COMPANIONS = Symbol.for("roundtrip.companions");

function companions(): Map<string, { run: string; role: string }> {
  shared[COMPANIONS] ??= new Map();
  return shared[COMPANIONS];
}

/** Says that `eventId` is the event `role` of `run`, before the error that names it is raised. */
export function announce(run: string, role: string, eventId: string): void {
  const known = companions();
  known.set(eventId, { run, role });
  const oldest = known.keys().next();
  if (known.size > MAX_COMPANIONS && !oldest.done) known.delete(oldest.value);
}

export function subjectOf(eventId: string, check: string): Subject {
  const companion = companions().get(eventId);
  return { run: companion?.run ?? eventId, role: companion?.role ?? "main", eventId, check };
}

/** By which capture each event id was taken; the oldest are forgotten, as companions are. */
const TAKEN = Symbol.for("roundtrip.taken");
const taken = (): Map<string, string | null> => {
  const holder = globalThis as typeof globalThis & { [TAKEN]?: Map<string, string | null> };
  holder[TAKEN] ??= new Map();
  return holder[TAKEN];
};

/**
 * True for the first capture in this process of the error that names an event id, and for its redeliveries. Any other
 * one is a second report of one failure: under the same id Sentry would fold the two, and hide what doubles the app's
 * own errors.
 */
function takes(eventId: string, delivery: string | null): boolean {
  const known = taken();
  const by = known.get(eventId);
  if (by !== undefined) return by !== null && by === delivery;
  known.set(eventId, delivery);
  const oldest = known.keys().next();
  if (known.size > MAX_COMPANIONS && !oldest.done) known.delete(oldest.value);
  return true;
}

/** The parts of an event on its way out that say whose it is. */
export interface SentEvent {
  event_id?: string;
  exception?: { values?: { value?: string }[] };
  tags?: { check?: unknown; "check.run"?: unknown };
}

/** Whose event is being sent; null when it is not of a check. */
export function subjectOfSent(event: SentEvent): Subject | null {
  const named = parseMessage(event.exception?.values?.at(-1)?.value ?? "");
  // A beforeSend may have rewritten the message: the tag and the id still say whose event it is.
  const check = named?.check ?? event.tags?.check;
  const ours = named?.eventId === event.event_id || event.tags?.["check.run"] === event.event_id;
  return event.event_id && typeof check === "string" && ours ? subjectOf(event.event_id, check) : null;
}

/**
 * Makes a check's event findable: its id becomes the one in its message. Acts only on our own error types
 * whose message names a run; any other event leaves as if we were not here.
 * @param delivery of which call of an Inngest function it is a report, where it is one
 */
export function correlate(event: Event, delivery: string | null = null): Subject | null {
  const last = event.exception?.values?.at(-1);
  if (!last?.type || !last.value || !CHECK_TYPES.has(last.type)) return null;
  const named = parseMessage(last.value);
  if (!named) return null;
  if (takes(named.eventId, delivery)) event.event_id = named.eventId;
  event.tags = { ...event.tags, check: named.check, "check.run": named.eventId };
  event.fingerprint = ["roundtrip", named.check];
  return subjectOf(named.eventId, named.check);
}
