import type { Event, EventHint } from "@sentry/nextjs";
import { BODY_FAILED } from "#checks/contents.js";
import { parseMessage } from "#checks/message.js";
import { singleton } from "#state/singleton.js";

/** The event of a run that an SDK event belongs to. */
export interface Subject {
  run: string;
  role: string;
  eventId: string;
  check: string;
  /** A second report of an error that was reported before. */
  repeat: boolean;
}

/** How many ids are remembered of each kind; then the oldest go. */
const MOST_KEPT = 2_000;

function keep<T>(map: Map<string, T>, id: string, value: T): void {
  map.set(id, value);
  const oldest = map.keys().next();
  if (map.size > MOST_KEPT && !oldest.done) map.delete(oldest.value);
}

/** Companion ids cannot be traced back to their run, so whoever raises one announces it first. */
const companions = () => singleton("companions", () => new Map<string, { run: string; role: string }>());

/** Says that `eventId` is the event `role` of `run`, before the error that names it is raised. */
export const announce = (run: string, role: string, eventId: string): void =>
  keep(companions(), eventId, { run, role });

function subjectOf(eventId: string, check: string, repeat = false): Subject {
  const companion = companions().get(eventId);
  return { run: companion?.run ?? eventId, role: companion?.role ?? "main", eventId, check, repeat };
}

/** By which call of an Inngest function each event id was taken; null: by none. */
const taken = () => singleton("taken", () => new Map<string, string | null>());

/**
 * True for the first capture in this process of the error that names an event id, and for its redeliveries. Any other
 * one is a second report of one failure: under the same id Sentry would fold the two, and hide what doubles the app's
 * own errors.
 */
function takes(eventId: string, delivery: string | null): boolean {
  const by = taken().get(eventId);
  if (by === undefined) keep(taken(), eventId, delivery);
  return by === undefined || (by !== null && by === delivery);
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

/** The message of the error that another one has as its cause. */
const causeOf = (error: unknown): string =>
  error instanceof Error && error.cause instanceof Error ? error.cause.message : "";

/**
 * Makes a check's event findable: its id becomes the one in its message. The message alone says whose an error is, of
 * whatever class the app made it; an event whose message names no run leaves as if we were not here.
 * @param delivery of which call of an Inngest function it is a report, where it is one
 */
export function correlate(
  event: Event,
  delivery: string | null = null,
  { originalException }: EventHint = {},
): Subject | null {
  const message = event.exception?.values?.at(-1)?.value ?? "";
  const inner = message === BODY_FAILED.message ? causeOf(originalException) : null;
  const named = parseMessage(inner ?? message);
  if (!named) return null;
  // Backends are searched for messages, and those of causes are not among them.
  if (inner !== null) event.message = inner;
  const repeat = !takes(named.eventId, delivery);
  if (!repeat) event.event_id = named.eventId;
  event.tags = { ...event.tags, check: named.check, "check.run": named.eventId };
  event.fingerprint = ["roundtrip", named.check];
  return subjectOf(named.eventId, named.check, repeat);
}
