import type { Alteration } from "#sentry/control/schema.js";
import { fingerprintOf, hashOf } from "#sentry/ingest/derive.js";
import { type NormalEvent, normalize } from "#sentry/ingest/normalize.js";
import { type ScrubIds, scrubIds } from "#sentry/ingest/scrub-ids.js";
import { symbolicate } from "#sentry/maps/symbolicate.js";
import { isRecord, type Json, list, record, setAt, text } from "./json.js";
import { isReadable, type State } from "./state.js";
import type { StoredEvent } from "./store.js";

/** A stored event as Sentry holds it once processed. */
export interface View {
  stored: StoredEvent;
  event: NormalEvent;
  fingerprint: string[];
  groupId: string;
}

/** What `match.message` looks into: the messages the SDK sent. */
function rawMessages(raw: Json): string[] {
  const exception = Array.isArray(raw.exception) ? raw.exception : list(record(raw.exception).values);
  const values = exception.map((one) => text(record(one).value));
  const logentry = record(raw.logentry);
  return [...values, text(raw.message), text(logentry.message), text(logentry.formatted)].filter(
    (one) => one !== null,
  );
}

function altered(raw: Json, alterations: Alteration[]): Json {
  const applying = alterations.filter(({ match }) => {
    const wanted = match?.message;
    return wanted === undefined || rawMessages(raw).some((message) => message.includes(wanted));
  });
  if (applying.length === 0) return raw;
  const copy = structuredClone(raw);
  for (const { path, value } of applying) setAt(copy, path, structuredClone(value));
  return copy;
}

interface Cached {
  alterations: Alteration[];
  scrub: string[];
  scrubIds: ScrubIds | null;
  view: View;
}
/** A search looks at every event: what was derived for one is kept until control changes what it derives from. */
const cache = new WeakMap<StoredEvent, Cached>();

/** The event with control's alterations and the store's processing, before symbolication. Not to be changed. */
export function viewOf(state: State, stored: StoredEvent): View {
  const { alterations, scrub, scrubIds } = state.behaviour;
  const known = cache.get(stored);
  const isSame = known?.alterations === alterations && known.scrub === scrub && known.scrubIds === scrubIds;
  if (isSame) return known.view;
  const view = freshView(state, stored);
  cache.set(stored, { alterations, scrub, scrubIds, view });
  return view;
}

function freshView(state: State, stored: StoredEvent): View {
  const raw = scrubIds(altered(stored.raw, state.behaviour.alterations), state.behaviour.scrubIds);
  const event = normalize(stored, raw, state.behaviour.scrub);
  const fingerprint = fingerprintOf(event);
  return { stored, event, fingerprint, groupId: String(state.store.groupOf(hashOf(fingerprint))) };
}

/** The same, with frames traced back to their sources by the build's own maps. */
export async function symbolicatedView(state: State, stored: StoredEvent): Promise<View> {
  const view = freshView(state, stored);
  await symbolicate(view.event, state.behaviour.maps);
  return view;
}

export function readableEvent(state: State, eventId: string): StoredEvent | undefined {
  const stored = state.store.event(eventId);
  return stored && isReadable(state, stored.storedAt) ? stored : undefined;
}

/** What a log line says about an event. */
export function oneLine(raw: Json): string {
  const [message] = rawMessages(raw);
  const type = list(record(raw.exception).values).filter(isRecord).at(-1)?.type;
  return [text(type), message].filter(Boolean).join(": ").replaceAll(/\s+/g, " ").slice(0, 120);
}
