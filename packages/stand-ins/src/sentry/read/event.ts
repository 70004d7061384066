import { culpritOf, hashOf, messageOf, metadataOf, tagsOf, titleOf } from "#sentry/ingest/derive.js";
import { isRecord, type Json, record, text } from "#sentry/json.js";
import { releaseOf } from "#sentry/release.js";
import type { State } from "#sentry/state.js";
import type { View } from "#sentry/view.js";
import { entriesOf } from "./entries.js";

const asText = (value: unknown): string | null =>
  value === undefined || value === null || typeof value === "object" ? null : String(value);

/** ISO time of seconds since the epoch; null outside what a date can hold. */
const iso = (seconds: number): string | null =>
  Math.abs(seconds) < 1e11 ? new Date(seconds * 1000).toISOString() : null;

const USER_FIELDS = new Set(["id", "email", "username", "ip_address", "name", "geo", "data"]);

function userShape(raw: unknown): Json | null {
  if (!isRecord(raw)) return null;
  const rest = Object.entries(raw).filter(([key]) => !USER_FIELDS.has(key));
  const geo = Object.entries(record(raw.geo)).map(([key, value]) => [key, String(value)]);
  return {
    id: asText(raw.id),
    email: asText(raw.email),
    username: asText(raw.username),
    ip_address: asText(raw.ip_address),
    name: asText(raw.name),
    geo: geo.length > 0 ? Object.fromEntries(geo) : null,
    data: rest.length > 0 ? Object.fromEntries(rest) : isRecord(raw.data) ? raw.data : null,
  };
}

/** What a person types into Sentry's search to find events with this tag. */
const tagShape = ([key, value]: [string, string]): Json =>
  key === "user" ? { key, value, query: `user.${value.replace(":", ':"')}"` } : { key, value };

/** What is written about other events of a project, and about nothing that this server holds. */
const NOTHING_MORE: Json = {
  occurrence: null,
  _meta: {
    entries: {},
    message: null,
    user: null,
    contexts: null,
    sdk: null,
    context: null,
    packages: null,
    tags: {},
  },
  userReport: null,
  sdkUpdates: [],
  resolvedWith: [],
  nextEventID: null,
  previousEventID: null,
};

function commonShape(state: State, { event, stored, groupId }: View): Json {
  const metadata = metadataOf(event);
  const sdk = record(event.sdk);
  return {
    ...NOTHING_MORE,
    id: event.event_id,
    groupID: event.type === "transaction" ? null : groupId,
    eventID: event.event_id,
    projectID: state.identity.project,
    size: stored.bytes,
    entries: entriesOf(event),
    dist: event.dist,
    // For an error this is empty unless a message was logged with it: the text is the exception's value.
    message: messageOf(event),
    title: titleOf(event),
    location: text(metadata.filename),
    user: userShape(event.user),
    contexts: event.contexts,
    sdk: sdk.name ? { name: asText(sdk.name), version: asText(sdk.version) } : null,
    context: event.extra,
    packages: record(event.modules),
    type: event.type,
    metadata,
    tags: tagsOf(event).map(tagShape),
    platform: event.platform,
    dateReceived: iso(event.received),
    errors: event.errors,
    release: event.release === null ? null : (releaseOf(state, event.release) ?? { version: event.release }),
  };
}

/** An event as `GET …/events/{event_id}/` answers it; the shape is held against Sentry's OpenAPI by a test. */
export function apiEvent(state: State, view: View): Json {
  const { event, stored, fingerprint } = view;
  if (event.type === "transaction") {
    const start = typeof event.start_timestamp === "number" ? event.start_timestamp : event.timestamp;
    return {
      ...commonShape(state, view),
      startTimestamp: start,
      endTimestamp: event.timestamp,
      measurements: null,
      breakdowns: null,
    };
  }
  return {
    ...commonShape(state, view),
    crashFile: null,
    culprit: culpritOf(event),
    dateCreated: iso(event.timestamp) ?? new Date(stored.receivedAt).toISOString(),
    fingerprints: [hashOf(fingerprint)],
    groupingConfig: { id: "newstyle:2023-01-11", enhancements: "" },
  };
}
