import { isRecord, type Json, list, record, text } from "#sentry/json.js";
import type { StoredEvent } from "#sentry/store.js";
import { browserContexts } from "#sentry/user-agent.js";
import { normalEventId } from "./envelope.js";
import { MAX_AGE_MS, MAX_FUTURE_MS, MAX_MESSAGE_CHARS, MAX_TAG_CHARS } from "./limits.js";

export interface ProcessingError {
  type: string;
  message: string;
  data: Json;
}

/** An event after the store has dealt with it: every field below is there, with the type given here. */
export interface NormalEvent extends Json {
  event_id: string;
  type: "error" | "default" | "transaction";
  level: string;
  platform: string;
  environment: string;
  release: string | null;
  dist: string | null;
  /** Seconds since the epoch. */
  timestamp: number;
  received: number;
  exceptions: Json[];
  tags: [string, string][];
  contexts: Record<string, Json>;
  extra: Json;
  errors: ProcessingError[];
}

const LEVELS = new Set(["fatal", "error", "warning", "info", "debug"]);
const PLATFORMS = new Set(["javascript", "node", "python", "ruby", "php", "java", "go", "native", "other"]);
/** Contexts Sentry has a type for; any other is typed "default". */
const KNOWN_CONTEXTS = new Set(
  "app browser cloud_resource culture device flags gpu monitor nel os otel profile replay response runtime trace".split(
    " ",
  ),
);
const FILTERED = "[Filtered]";

const trim = (value: string, max: number) => (value.length > max ? `${value.slice(0, max - 3)}...` : value);

function seconds(value: unknown): number | null {
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  const parsed = typeof value === "string" ? Date.parse(value) : Number.NaN;
  return Number.isNaN(parsed) ? null : parsed / 1000;
}

/** JavaScript SDKs send tags as an object, the protocol also allows pairs. */
function tagPairs(raw: unknown, errors: ProcessingError[]): [string, string][] {
  const pairs = Array.isArray(raw)
    ? raw.map((one) => (Array.isArray(one) ? one : [record(one).key, record(one).value]))
    : Object.entries(record(raw));
  const tags = new Map<string, string>();
  for (const [key, value] of pairs) {
    if (typeof key !== "string" || key === "") continue;
    if (typeof value === "object" || value === undefined || value === "") continue;
    const shown = String(value);
    if (key.length > MAX_TAG_CHARS || shown.length > MAX_TAG_CHARS)
      errors.push({
        type: "value_too_long",
        message: "Discarded value due to exceeding maximum length",
        data: { name: `tags.${key.slice(0, MAX_TAG_CHARS)}` },
      });
    else if (!/^[\w.:-]+$/.test(key) || /[\r\n]/.test(shown))
      errors.push({
        type: "invalid_data",
        message: "Discarded invalid value",
        data: { name: `tags.${key}`, value: shown },
      });
    else tags.set(key, shown);
  }
  return [...tags];
}

function scrubbed(value: unknown, keys: ReadonlySet<string>): unknown {
  if (Array.isArray(value)) return value.map((one) => scrubbed(one, keys));
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [
      key,
      keys.has(key.toLowerCase()) ? FILTERED : scrubbed(one, keys),
    ]),
  );
}

function contextsOf(raw: Json, scrub: ReadonlySet<string>): Record<string, Json> {
  const contexts = record(scrubbed(raw.contexts, scrub));
  return Object.fromEntries(
    Object.entries(contexts)
      .filter((entry): entry is [string, Json] => isRecord(entry[1]) && Object.keys(entry[1]).length > 0)
      .map(([key, one]) => [key, { ...one, type: one.type ?? (KNOWN_CONTEXTS.has(key) ? key : "default") }]),
  );
}

function userOf(raw: unknown, remoteIp: string, platform: string): Json | null {
  const user = { ...record(raw) };
  // Relay fills in the address for `{{auto}}`, and for browsers unless the SDK asked it not to.
  if (user.ip_address === "{{auto}}" || (platform === "javascript" && user.ip_address === undefined))
    user.ip_address = remoteIp;
  return Object.keys(user).length > 0 ? user : null;
}

function exceptionsOf(raw: unknown): Json[] {
  const values = Array.isArray(raw) ? raw : list(record(raw).values);
  return values.filter(isRecord).map((one) => ({
    ...one,
    ...(typeof one.value === "string" ? { value: trim(one.value, MAX_MESSAGE_CHARS) } : {}),
  }));
}

function logentryOf(raw: Json): Json | null {
  const logentry = isRecord(raw.logentry) ? raw.logentry : isRecord(raw.message) ? raw.message : null;
  const template = text(logentry?.message) ?? text(raw.message);
  const formatted = text(logentry?.formatted) ?? template;
  if (formatted === null) return null;
  return {
    formatted: trim(formatted, MAX_MESSAGE_CHARS),
    ...(template !== null && template !== formatted ? { message: trim(template, MAX_MESSAGE_CHARS) } : {}),
    ...(logentry?.params === undefined ? {} : { params: logentry.params }),
  };
}

/** What Relay and the store do to an event: defaults, limits, times, derived contexts. `raw` stays untouched. */
export function normalize(stored: StoredEvent, raw: Json, scrubKeys: string[]): NormalEvent {
  const errors: ProcessingError[] = [];
  const scrub = new Set(scrubKeys.map((key) => key.toLowerCase()));
  const level = text(raw.level) ?? "";
  const platform = text(raw.platform) ?? "";
  const exceptions = exceptionsOf(raw.exception);
  const received = seconds(raw.received) ?? stored.receivedAt / 1000;
  let timestamp = seconds(raw.timestamp) ?? received;
  const drift = timestamp * 1000 - stored.receivedAt;
  if (drift > MAX_FUTURE_MS || -drift > MAX_AGE_MS) {
    const type = drift > 0 ? "future_timestamp" : "past_timestamp";
    errors.push({ type, message: "Invalid timestamp", data: { name: "timestamp", value: raw.timestamp } });
    timestamp = received;
  }
  const known = PLATFORMS.has(platform) ? platform : "other";
  const contexts = contextsOf(raw, scrub);
  return {
    ...raw,
    event_id: normalEventId(raw.event_id) ?? stored.eventId,
    type: stored.type === "transaction" ? "transaction" : exceptions.length > 0 ? "error" : "default",
    level: LEVELS.has(level) ? level : "error",
    platform: known,
    environment: text(raw.environment) || "production",
    release: text(raw.release)?.trim() || null,
    dist: text(raw.dist) || null,
    timestamp,
    received,
    exceptions,
    logentry: logentryOf(raw),
    tags: tagPairs(raw.tags, errors),
    contexts: { ...browserContexts(stored.userAgent, known, raw), ...contexts },
    extra: record(scrubbed(raw.extra, scrub)),
    user: userOf(raw.user, stored.remoteIp, known),
    errors,
  };
}
