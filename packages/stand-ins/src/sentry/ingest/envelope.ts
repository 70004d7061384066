import { isRecord, type Json, parseJson } from "#sentry/json.js";
import { MAX_ITEMS } from "./limits.js";

export interface EnvelopeItem {
  header: Json;
  type: string;
  payload: Buffer;
}

export interface Envelope {
  header: Json;
  items: EnvelopeItem[];
}

/** The envelope is not one. `rule` says which one it breaks, in Relay's words. */
export class EnvelopeError extends Error {
  constructor(
    readonly rule: string,
    readonly status: 400 | 413 = 400,
  ) {
    super("invalid event envelope");
  }
}

const NEWLINE = 10;
const EVENT_ID = /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i;

/** 32 lowercase hex; null when `value` is no event id. Dashes are accepted as Sentry does. */
export const normalEventId = (value: unknown): string | null =>
  typeof value === "string" && EVENT_ID.test(value) ? value.replaceAll("-", "").toLowerCase() : null;

function lineEnd(body: Buffer, from: number): number {
  const end = body.indexOf(NEWLINE, from);
  return end === -1 ? body.length : end;
}

function header(body: Buffer, from: number, to: number, problem: string): Json {
  const parsed = parseJson(body.toString("utf8", from, to));
  if (!isRecord(parsed)) throw new EnvelopeError(problem);
  return parsed;
}

/**
 * Parses Sentry's envelope format: a JSON header line, then for each item a JSON header line and a payload, which
 * runs for `length` bytes when the header gives them (binary included) and to the end of the line when not.
 */
export function parseEnvelope(body: Buffer): Envelope {
  if (body.length === 0) throw new EnvelopeError("missing envelope header");
  const firstEnd = lineEnd(body, 0);
  const envelope: Envelope = { header: header(body, 0, firstEnd, "invalid envelope header"), items: [] };
  const id = envelope.header.event_id;
  if (id !== undefined && id !== null && normalEventId(id) === null)
    throw new EnvelopeError("invalid envelope header");

  let offset = firstEnd + 1;
  while (offset < body.length) {
    if (body[offset] === NEWLINE) {
      offset += 1;
      continue;
    }
    if (envelope.items.length >= MAX_ITEMS) throw new EnvelopeError("too many items", 413);
    const headerEnd = lineEnd(body, offset);
    const itemHeader = header(body, offset, headerEnd, "invalid item header");
    const { type, length } = itemHeader;
    if (typeof type !== "string") throw new EnvelopeError("invalid item header");
    const start = Math.min(headerEnd + 1, body.length);
    let end: number;
    if (length === undefined || length === null) end = lineEnd(body, start);
    else if (typeof length === "number" && Number.isSafeInteger(length) && length >= 0) {
      end = start + length;
      if (end > body.length) throw new EnvelopeError("unexpected end of file");
      if (end < body.length && body[end] !== NEWLINE)
        throw new EnvelopeError("missing newline after header or payload");
    } else throw new EnvelopeError("invalid item header");
    envelope.items.push({ header: itemHeader, type, payload: body.subarray(start, end) });
    offset = end + 1;
  }
  return envelope;
}
