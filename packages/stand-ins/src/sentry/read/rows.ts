import {
  culpritOf,
  mainException,
  searchMessageOf,
  tagsOf,
  titleOf,
  traceOf,
} from "#sentry/ingest/derive.js";
import { isRecord, type Json, record, text } from "#sentry/json.js";
import type { State } from "#sentry/state.js";
import type { StoredSpan } from "#sentry/store.js";
import type { View } from "#sentry/view.js";
import type { Row } from "./search-query.js";

/** One result of a search, before fields are chosen. */
export interface SearchRow {
  read: Row;
  /** Seconds since the epoch; results are newest first by it. */
  at: number;
}

type Value = string | number | null;
const scalar = (value: unknown): Value =>
  typeof value === "string" || typeof value === "number"
    ? value
    : typeof value === "boolean"
      ? Number(value)
      : null;

const searchTime = (seconds: number): string | null =>
  Math.abs(seconds) < 1e11 ? `${new Date(seconds * 1000).toISOString().slice(0, 19)}+00:00` : null;

function lazily(fields: Record<string, () => Value>, rest: (field: string) => Value | undefined): Row {
  return (field) => (Object.hasOwn(fields, field) ? fields[field]?.() : rest(field));
}

/** A view stays the same object while nothing changes it, so what a search worked out of it is kept. */
const cache = new WeakMap<View, SearchRow>();

/** An event under the names of the errors dataset; any other name is a tag. */
export function eventRow(state: State, view: View): SearchRow {
  const known = cache.get(view);
  if (known) return known;
  const row = makeEventRow(state, view);
  cache.set(view, row);
  return row;
}

function makeEventRow(state: State, view: View): SearchRow {
  const { event } = view;
  const { project, slug } = state.identity;
  const exception = mainException(event);
  const mechanism = record(exception?.mechanism);
  const handled = typeof mechanism.handled === "boolean" ? Number(mechanism.handled) : null;
  let tags: Map<string, string> | null = null;
  let message: string | null = null;
  const fields: Record<string, () => Value> = {
    id: () => view.stored.eventId,
    title: () => titleOf(event),
    message: () => {
      message ??= searchMessageOf(event);
      return message;
    },
    timestamp: () => searchTime(event.timestamp),
    "timestamp.to_day": () => searchTime(Math.floor(event.timestamp / 86_400) * 86_400),
    project: () => slug,
    "project.name": () => slug,
    "project.id": () => Number(project),
    project_id: () => Number(project),
    trace: () => traceOf(event),
    span_id: () => scalar(event.contexts.trace?.span_id),
    culprit: () => culpritOf(event),
    location: () => scalar(record(exception).module),
    platform: () => event.platform,
    "platform.name": () => event.platform,
    "event.type": () => event.type,
    "issue.id": () => Number(view.groupId),
    issue: () => `${slug.toUpperCase()}-${view.groupId}`,
    "error.type": () => scalar(exception?.type),
    "error.value": () => scalar(exception?.value),
    "error.handled": () => handled,
    "error.unhandled": () => (handled === null ? null : 1 - handled),
    "error.mechanism": () => scalar(mechanism.type),
    "sdk.name": () => scalar(record(event.sdk).name),
    "sdk.version": () => scalar(record(event.sdk).version),
    "user.id": () => scalar(record(event.user).id),
    "user.email": () => scalar(record(event.user).email),
    "http.method": () => scalar(record(event.request).method),
    "http.url": () => scalar(record(event.request).url),
  };
  const tag = (field: string) => {
    tags ??= new Map(tagsOf(event));
    return tags.get(field);
  };
  return { read: lazily(fields, tag), at: event.timestamp };
}

function attributesOf(raw: Json): Map<string, Value> {
  const attributes = Object.entries({ ...record(raw.data), ...record(raw.attributes) });
  return new Map(
    attributes.map(([key, one]) => [key, scalar(isRecord(one) && "value" in one ? one.value : one)]),
  );
}

/** A span under the names of the spans dataset; any other name is an attribute. */
export function spanRow(state: State, span: StoredSpan): SearchRow {
  const { raw } = span;
  const { project, slug } = state.identity;
  const attributes = attributesOf(raw);
  const start = typeof raw.start_timestamp === "number" ? raw.start_timestamp : span.receivedAt / 1000;
  const ended = raw.end_timestamp ?? raw.timestamp;
  const end = typeof ended === "number" ? ended : start;
  const name = text(raw.name) ?? text(raw.description);
  const attribute = (key: string) => attributes.get(key) ?? attributes.get(`sentry.${key}`);
  const isSegment = raw.is_segment === true || raw.is_transaction === true;
  const fields: Record<string, () => Value> = {
    id: () => scalar(raw.span_id),
    span_id: () => scalar(raw.span_id),
    trace: () => scalar(raw.trace_id),
    parent_span: () => scalar(raw.parent_span_id),
    message: () => name,
    "span.name": () => name,
    "span.description": () => name,
    "span.op": () => scalar(raw.op) ?? attribute("op") ?? null,
    "span.status": () => scalar(raw.status),
    "span.duration": () => Math.max(0, (end - start) * 1000),
    timestamp: () => searchTime(end),
    transaction: () => attribute("segment.name") ?? (isSegment ? name : null),
    is_transaction: () => Number(isSegment),
    project: () => slug,
    "project.name": () => slug,
    "project.id": () => Number(project),
    release: () => attribute("release") ?? null,
    environment: () => attribute("environment") ?? null,
    "sdk.name": () => attribute("sdk.name") ?? null,
  };
  return { read: lazily(fields, attribute), at: end };
}
