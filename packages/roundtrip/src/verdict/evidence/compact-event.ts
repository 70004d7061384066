import { PROOF_TAG } from "#checks/browser-mark.js";
import type { StoredEvent } from "./stored-event.js";
import type { StoredSpan } from "./stored-span.js";

/** A text that is compared is a few hundred characters at most; a source line may be longer, and is only shown. */
const MAX_TEXT = 2_000;
/** What is compared; a backend adds others of its own, such as the whole address of the request. */
const TAGS: ReadonlySet<string> = new Set(["check", "check.run", "commit_tag", PROOF_TAG]);
const MAX_FRAMES = 60;
/** The SDK links five errors at most, unless it is told otherwise. */
const MAX_CAUSES = 10;
/** As JSON. What the checks log is a few dozen characters. */
const MAX_DATA = 16_000;
/** What is nested further than this cannot be compared, nor even written as JSON. */
const MAX_LEVELS = 40;

const cut = <T extends string | null>(text: T): T =>
  (text !== null && text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text) as T;

const isDeeper = (value: unknown, levels: number): boolean =>
  value !== null &&
  typeof value === "object" &&
  (levels === 0 || Object.values(value).some((inner) => isDeeper(inner, levels - 1)));

function bounded(value: unknown): unknown {
  if (isDeeper(value, MAX_LEVELS)) return "nested too deeply to keep";
  const size = JSON.stringify(value)?.length ?? 0;
  return size > MAX_DATA ? `${size} characters, too many to keep` : value;
}

/** The part of the extra data that is compared, alone: the rest of what a backend sends is nobody's to keep. */
function dataAt(data: StoredEvent["data"], path: string | undefined): StoredEvent["data"] {
  const [root = "", ...rest] = path?.split(".") ?? [];
  if (!(root in data)) return {};
  const found = rest.reduce<unknown>(
    (value, name) => (value !== null && typeof value === "object" ? Reflect.get(value, name) : undefined),
    data[root],
  );
  if (found === undefined) return {};
  const kept = bounded(found);
  return { [root]: rest.reduceRight<unknown>((value, name) => ({ [name]: value }), kept) };
}

/**
 * What a run keeps of an event that was read back: what is compared and shown, each text at a length that a healthy
 * backend never reaches. A backend may send what it likes, and a store keeps it for a month.
 * @param path of the extra data that is compared, such as `pino.data`
 */
export function compactEvent(event: StoredEvent, path: string | undefined): StoredEvent {
  return {
    ...event,
    eventId: cut(event.eventId),
    type: cut(event.type),
    message: cut(event.message),
    ...(event.causes && { causes: event.causes.slice(0, MAX_CAUSES).map(cut) }),
    release: cut(event.release),
    environment: cut(event.environment),
    level: cut(event.level),
    mechanism: cut(event.mechanism),
    runtime: cut(event.runtime),
    traceId: cut(event.traceId),
    link: cut(event.link),
    tags: Object.fromEntries(
      Object.entries(event.tags)
        .filter(([name]) => TAGS.has(name))
        .map(([name, value]) => [name, cut(value)]),
    ),
    data: dataAt(event.data, path),
    frames: event.frames.slice(-MAX_FRAMES).map((frame) => ({
      ...frame,
      file: cut(frame.file),
      function: cut(frame.function),
      source: cut(frame.source),
    })),
  };
}

/** The same for a span. */
export const compactSpan = (span: StoredSpan): StoredSpan => ({
  spanId: cut(span.spanId),
  parentId: cut(span.parentId),
  op: cut(span.op),
  origin: cut(span.origin),
  name: cut(span.name),
  release: cut(span.release),
  environment: cut(span.environment),
  run: cut(span.run),
});

/** A title, as a search lists it. */
export const compactText = (text: string): string => cut(text);
