import { randomUUID } from "node:crypto";
import { filteredBy } from "#sentry/control/filters.js";
import { finite, isRecord, type Json, list, parseJson, prune, record, text } from "#sentry/json.js";
import { type State, serverNow } from "#sentry/state.js";
import { oneLine } from "#sentry/view.js";
import { type Envelope, type EnvelopeItem, normalEventId } from "./envelope.js";
import { MAX_DEPTH, SHOW_ITEM_BYTES } from "./limits.js";

/** Who sent an envelope. */
export interface Sender {
  remoteIp: string;
  userAgent: string | null;
}

const freshId = () => randomUUID().replaceAll("-", "");
/** Sentry's category of each kind of item: quotas and limits are by these. */
export const CATEGORY: Record<string, string> = {
  event: "error",
  transaction: "transaction",
  span: "span",
  log: "log_item",
  session: "session",
  sessions: "session",
  check_in: "monitor",
  attachment: "attachment",
};

/** What became of the event in an envelope, for the log line. */
export type Fate = "stored" | "folded" | "filtered" | "invalid" | "nothing";

function parsePayload(item: EnvelopeItem): Json | null {
  const parsed = parseJson(item.payload.toString("utf8"));
  return isRecord(parsed) ? record(prune(parsed, MAX_DEPTH)) : null;
}

function dropped(state: State, category: string, outcome: "filtered" | "invalid", reason: string): Fate {
  state.stats.eventsDropped.add(reason);
  state.stats.count(serverNow(state), category, outcome, reason);
  return outcome;
}

function storeEvent(
  state: State,
  item: EnvelopeItem,
  envelopeId: string | null,
  sender: Sender,
): { fate: Fate; detail: string; eventId: string | null } {
  const type = item.type === "transaction" ? "transaction" : "event";
  const category = type === "event" ? "error" : "transaction";
  const parsed = parsePayload(item);
  if (!parsed)
    return { fate: dropped(state, category, "invalid", "invalid_json"), detail: "", eventId: envelopeId };
  // What an SDK says of `received` does not count; the envelope's id does.
  const { received: _, ...sent } = parsed;
  const eventId = envelopeId ?? normalEventId(sent.event_id) ?? freshId();
  const detail = oneLine(sent);
  const reason = filteredBy(sent, state.behaviour.inboundFilters, sender.userAgent);
  if (reason !== null) return { fate: dropped(state, category, "filtered", reason), detail, eventId };
  const now = serverNow(state);
  const add = (id: string) =>
    state.store.add({
      eventId: id,
      type,
      raw: { ...sent, event_id: id },
      receivedAt: now,
      storedAt: performance.now(),
      bytes: item.payload.length,
      ...sender,
    });
  if (!add(eventId)) return { fate: dropped(state, category, "invalid", "duplicate"), detail, eventId };
  for (let copy = 0; copy < state.behaviour.duplicates; copy += 1) add(freshId());
  const release = text(sent.release)?.trim();
  if (release) state.store.sawRelease(release, now);
  state.stats.eventsStored += 1 + state.behaviour.duplicates;
  state.stats.count(now, category, "accepted", "", 1 + state.behaviour.duplicates);
  return { fate: "stored", detail, eventId };
}

/** Spans come one to an item, or streamed: many in a container. */
function storeSpans(state: State, item: EnvelopeItem): void {
  const parsed = parsePayload(item);
  if (!parsed) {
    state.stats.count(serverNow(state), "span", "invalid", "invalid_json");
    return;
  }
  const spans = Array.isArray(parsed.items) ? parsed.items.filter(isRecord) : [parsed];
  const now = serverNow(state);
  const bytes = Math.ceil(item.payload.length / Math.max(1, spans.length));
  for (const raw of spans)
    state.store.spans.push({ raw, receivedAt: now, storedAt: performance.now() }, bytes);
  state.stats.count(now, "span", "accepted", "", spans.length);
}

/** The SDK's own account of what it dropped, by reason. */
function countClientReport(state: State, item: EnvelopeItem): void {
  const parsed = parsePayload(item) ?? {};
  for (const one of list(parsed.discarded_events).map(record)) {
    const reason = (text(one.reason) ?? "unknown").slice(0, 100);
    const quantity = Math.max(0, Math.floor(finite(one.quantity) ?? 0));
    state.stats.clientReports.add(reason, quantity);
    const category = (text(one.category) ?? "default").slice(0, 40);
    state.stats.count(serverNow(state), category, "client_discard", reason, quantity);
  }
}

function countOther(state: State, item: EnvelopeItem): void {
  const category = Object.hasOwn(CATEGORY, item.type) ? CATEGORY[item.type] : undefined;
  if (!category) return;
  const quantity = Math.min(10_000, Math.max(1, Math.floor(finite(item.header.item_count) ?? 1)));
  state.stats.count(serverNow(state), category, "accepted", "", quantity);
}

/** Stores what an accepted envelope carries. The event's id is the envelope's, else the payload's, else made. */
export function receiveEnvelope(
  state: State,
  envelope: Envelope,
  sender: Sender,
): { id: string | null; fate: Fate; detail: string } {
  const envelopeId = normalEventId(envelope.header.event_id);
  let result: { id: string | null; fate: Fate; detail: string } = {
    id: envelopeId,
    fate: "nothing",
    detail: envelope.items.map((item) => item.type).join(", "),
  };
  let seenEvent = false;
  for (const item of envelope.items) {
    state.stats.items.add(item.type.slice(0, 40));
    if (item.type === "event" || item.type === "transaction") {
      // One envelope carries one event; Relay calls a second one a duplicate item.
      if (seenEvent) dropped(state, CATEGORY[item.type] ?? "error", "invalid", "duplicate_item");
      else {
        const { fate, detail, eventId } = storeEvent(state, item, envelopeId, sender);
        result = { id: eventId, fate, detail };
      }
      seenEvent = true;
    } else if (item.type === "span") storeSpans(state, item);
    else if (item.type === "client_report") countClientReport(state, item);
    else countOther(state, item);
  }
  return result;
}

/** Keeps what came in for `GET /_control/envelopes`: JSON parsed, other payloads by their size. */
export function rememberEnvelope(state: State, envelope: Envelope, outcome: string): void {
  let bytes = 200;
  const items = envelope.items.slice(0, 100).map((item) => {
    bytes += 100 + Math.min(item.payload.length, SHOW_ITEM_BYTES);
    const shown = item.payload.length <= SHOW_ITEM_BYTES ? parsePayload(item) : null;
    return { header: record(prune(item.header, 4)), payload: shown ?? { bytes: item.payload.length } };
  });
  const header = record(prune(envelope.header, 6));
  state.store.envelopes.push({ receivedAt: serverNow(state), outcome, header, items }, bytes);
}
