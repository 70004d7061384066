type Json = { [key: string]: unknown };
interface SentEvent extends Json {
  message?: string;
  exception?: { values: { type?: string; value?: string; stacktrace?: { frames: Json[] } }[] };
  sdk?: { integrations?: string[] };
}

/** An envelope as the local Sentry shows it. */
export interface Envelope {
  outcome: string;
  header: Json;
  items: { header: Json; payload: unknown }[];
}

export const eventOf = (envelope: Envelope): SentEvent | null =>
  (envelope.items.find((item) => item.header.type === "event")?.payload as SentEvent | undefined) ?? null;

/** What differs between any two sends of one error, wherever it stands: ids, moments, sizes of a process. */
const CHANCE: ReadonlySet<string> = new Set([
  "event_id",
  "sent_at",
  "timestamp",
  "trace_id",
  "span_id",
  "parent_span_id",
  "sample_rand",
  "x-check-run",
  "app_start_time",
  "app_memory",
  "boot_time",
  "free_memory",
  "length",
  // Of the call that runs a task.
  "traceparent",
  "tracestate",
  "x-inngest-job-id",
  "x-inngest-signature",
  "x-request-id",
  "x-run-id",
  // Of the chunk that was loaded first, where several hold one module.
  "debug_id",
  "colno",
]);
/** A chunk's name, and a place in it. */
const CHUNK = /\[root-of-the-server\]__[\w~-]+\._(\.js(:\d+:\d+)?)?/g;
/** What is meant to be seen of Roundtrip in an app's own errors: the SDK lists its integrations by name. */
const OURS: ReadonlySet<string> = new Set(["Roundtrip", "RoundtripSecrets"]);

/** The envelope without what differs by chance, and without Node's own frames, which tell how busy it was. */
export function withoutChance(envelope: Envelope): unknown {
  const { header, items } = structuredClone(envelope);
  for (const { payload } of items) {
    const event = payload as SentEvent;
    for (const value of event.exception?.values ?? []) {
      if (value.stacktrace) value.stacktrace.frames = value.stacktrace.frames.filter(isAppFrame);
    }
    if (event.sdk?.integrations)
      event.sdk.integrations = event.sdk.integrations.filter((name) => !OURS.has(name));
  }
  return withoutKeys({ header, items });
}

const isAppFrame = (frame: Json): boolean => !String(frame.filename).startsWith("node:internal/");

function withoutKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutKeys);
  if (typeof value === "string") return value.replace(CHUNK, "[chunk]");
  if (typeof value !== "object" || value === null) return value;
  const kept = Object.entries(value).filter(([key]) => !CHANCE.has(key));
  return Object.fromEntries(kept.map(([key, inner]) => [key, withoutKeys(inner)]));
}
