import { z } from "zod";
import { causesOf, type Frame, type StoredEvent } from "#verdict/evidence/stored-event.js";

const text = z.string().nullish();
const FrameSent = z.looseObject({
  filename: text,
  abs_path: text,
  module: text,
  function: text,
  lineno: z.number().nullish(),
  in_app: z.boolean().nullish(),
  context_line: text,
});
const ExceptionSent = z.looseObject({
  type: text,
  value: text,
  mechanism: z.looseObject({ type: text, handled: z.boolean().nullish() }).nullish(),
  stacktrace: z.looseObject({ frames: z.array(FrameSent).nullish() }).nullish(),
});
const record = z.record(z.string(), z.unknown()).nullish();

/** An event as the SDK sent it: Bugsink keeps it as it came (Sentry's developer docs, "Event Payloads"). */
const EventSent = z.looseObject({
  message: z.unknown().optional(),
  logentry: z.looseObject({ formatted: text, message: text }).nullish(),
  level: text,
  release: text,
  environment: text,
  tags: z.union([z.record(z.string(), z.unknown()), z.array(z.tuple([z.string(), z.unknown()]))]).nullish(),
  contexts: record,
  extra: record,
  exception: z
    .union([z.looseObject({ values: z.array(ExceptionSent.nullable()).nullish() }), z.array(ExceptionSent)])
    .nullish(),
});

/** An event in Bugsink's API: a row of a list, or with `data` when asked for by its own id. */
export const EventRow = z.looseObject({
  /** Bugsink's own id; `event_id` is the SDK's, with dashes. */
  id: z.uuid(),
  event_id: z.string(),
  issue: z.uuid(),
  ingested_at: z.iso.datetime({ offset: true }),
});
export type EventRow = z.infer<typeof EventRow>;
export const EventDetail = EventRow.extend({ project: z.union([z.number(), z.string()]), data: EventSent });

export const plainId = (uuid: string): string => uuid.replaceAll("-", "");

/** Frames beyond these say nothing about the place that raised the error. */
const MAX_FRAMES = 60;

const frameOf = (frame: z.infer<typeof FrameSent>): Frame => ({
  file: frame.filename ?? frame.abs_path ?? frame.module ?? "?",
  function: frame.function ?? null,
  line: frame.lineno ?? null,
  inApp: frame.in_app ?? false,
  source: frame.context_line ?? null,
});

const pairs = (tags: z.infer<typeof EventSent>["tags"]): [string, unknown][] =>
  Array.isArray(tags) ? tags : Object.entries(tags ?? {});

/** Maps Bugsink's answer to our words. */
export function storedEventOf(detail: z.infer<typeof EventDetail>, link: string): StoredEvent {
  const { data } = detail;
  const values = Array.isArray(data.exception) ? data.exception : (data.exception?.values ?? []);
  const linked = values.filter((one) => one !== null);
  const exception = linked.at(-1);
  const contexts = data.contexts ?? {};
  const message = typeof data.message === "string" ? data.message : null;
  return {
    eventId: plainId(detail.event_id),
    type: exception?.type ?? null,
    message: exception?.value ?? data.logentry?.formatted ?? data.logentry?.message ?? message ?? "",
    causes: causesOf(linked),
    release: data.release ?? null,
    environment: data.environment ?? null,
    level: data.level ?? null,
    handled: exception?.mechanism?.handled ?? null,
    mechanism: exception?.mechanism?.type ?? null,
    runtime: textAt(contexts.runtime, "name"),
    traceId: textAt(contexts.trace, "trace_id"),
    tags: Object.fromEntries(pairs(data.tags).map(([key, value]) => [key, String(value ?? "")])),
    data: { ...data.extra, ...contexts },
    frames: (exception?.stacktrace?.frames ?? []).slice(-MAX_FRAMES).map(frameOf),
    framesAsSent: true,
    receivedAt: Date.parse(detail.ingested_at),
    link,
  };
}

function textAt(value: unknown, key: string): string | null {
  const found = value !== null && typeof value === "object" ? Reflect.get(value, key) : null;
  return typeof found === "string" ? found : null;
}
