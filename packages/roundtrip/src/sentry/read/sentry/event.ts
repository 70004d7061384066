import { z } from "zod";
import { causesOf, type Frame, type StoredEvent } from "#verdict/evidence/stored-event.js";

const text = z.string().nullish();
const FrameAnswer = z.looseObject({
  filename: text,
  absPath: text,
  module: text,
  function: text,
  lineNo: z.number().nullish(),
  inApp: z.boolean().nullish(),
  context: z.array(z.tuple([z.number(), z.string().nullable()])).nullish(),
});
const ExceptionAnswer = z.looseObject({
  type: text,
  value: text,
  mechanism: z.looseObject({ type: text, handled: z.boolean().nullish() }).nullish(),
  stacktrace: z.looseObject({ frames: z.array(FrameAnswer).nullish() }).nullish(),
});
const EntryAnswer = z.looseObject({ type: z.string(), data: z.unknown() });
const ExceptionEntry = z.looseObject({ values: z.array(ExceptionAnswer.nullable()).nullish() });

/** The parts of Sentry's event answer that we compare; see its OpenAPI, "Retrieve an Event for a Project". */
export const EventAnswer = z.looseObject({
  eventID: z.string(),
  groupID: z.union([z.string(), z.number()]).nullish(),
  title: text,
  message: text,
  dateReceived: text,
  tags: z.array(z.looseObject({ key: z.string(), value: text })).nullish(),
  context: z.record(z.string(), z.unknown()).nullish(),
  contexts: z.record(z.string(), z.unknown()).nullish(),
  entries: z.array(EntryAnswer).nullish(),
  release: z.looseObject({ version: text }).nullish(),
});

/** Frames beyond these say nothing about the place that raised the error. */
const MAX_FRAMES = 60;

function frameOf(frame: z.infer<typeof FrameAnswer>): Frame {
  const line = frame.lineNo ?? null;
  const source = frame.context?.find(([number]) => number === line)?.[1] ?? null;
  return {
    file: decode(frame.filename ?? frame.absPath ?? frame.module ?? "?"),
    function: frame.function ?? null,
    line,
    inApp: frame.inApp ?? false,
    source,
  };
}

/** Turbopack writes source names percent-encoded. */
function decode(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

/** Maps Sentry's answer to our words. */
export function storedEventOf(answer: z.infer<typeof EventAnswer>, link: string | null): StoredEvent {
  const entry = answer.entries?.find((one) => one.type === "exception");
  const values = ExceptionEntry.safeParse(entry?.data);
  const linked = (values.success ? (values.data.values ?? []) : []).filter((one) => one !== null);
  const exception = linked.at(-1);
  const tags = Object.fromEntries((answer.tags ?? []).map(({ key, value }) => [key, value ?? ""]));
  const contexts = answer.contexts ?? {};
  const handled = exception?.mechanism?.handled ?? (tags.handled ? tags.handled === "yes" : null);
  return {
    eventId: answer.eventID.replaceAll("-", ""),
    type: exception?.type ?? null,
    message: exception?.value ?? answer.message ?? answer.title ?? "",
    causes: causesOf(linked),
    release: answer.release?.version ?? tags.release ?? null,
    environment: tags.environment ?? null,
    level: tags.level ?? null,
    handled,
    mechanism: exception?.mechanism?.type ?? tags.mechanism ?? null,
    runtime: textAt(contexts.runtime, "name") ?? tags["runtime.name"] ?? null,
    traceId: textAt(contexts.trace, "trace_id"),
    tags,
    data: { ...answer.context, ...contexts },
    frames: (exception?.stacktrace?.frames ?? []).slice(-MAX_FRAMES).map(frameOf),
    receivedAt: answer.dateReceived ? Date.parse(answer.dateReceived) : null,
    link,
  };
}

function textAt(value: unknown, key: string): string | null {
  const found = value !== null && typeof value === "object" ? Reflect.get(value, key) : null;
  return typeof found === "string" ? found : null;
}
