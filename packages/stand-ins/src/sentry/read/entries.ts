import { framesOf } from "#sentry/ingest/derive.js";
import type { NormalEvent } from "#sentry/ingest/normalize.js";
import { isRecord, type Json, list, record } from "#sentry/json.js";

export interface Entry {
  type: string;
  data: Json;
}

/** Lines around the frame as the API gives them: `[[line number, source], …]`. */
function contextLines(frame: Json): [number, string][] {
  if (typeof frame.context_line !== "string" || typeof frame.lineno !== "number") return [];
  const before = list(frame.pre_context);
  const lines = [...before, frame.context_line, ...list(frame.post_context)];
  const first = frame.lineno - before.length;
  return lines.map((line, index) => [first + index, typeof line === "string" ? line : ""]);
}

const isUrl = (value: unknown): value is string =>
  typeof value === "string" && /^[a-z][a-z0-9+.-]*:\/\//i.test(value);

/** Relay keeps the whole address in absPath, and the path alone in filename. */
function fileNames(frame: Json): { filename: unknown; absPath: unknown } {
  const absPath = frame.abs_path ?? frame.filename ?? null;
  const { filename } = frame;
  if (isUrl(filename) && URL.canParse(filename)) return { filename: new URL(filename).pathname, absPath };
  return { filename: filename ?? null, absPath };
}

function apiFrame(frame: Json): Json {
  const data = record(frame.data);
  return {
    ...fileNames(frame),
    module: frame.module ?? null,
    package: frame.package ?? null,
    platform: frame.platform ?? null,
    instructionAddr: null,
    symbolAddr: null,
    function: frame.function ?? null,
    rawFunction: frame.raw_function ?? null,
    symbol: null,
    context: contextLines(frame),
    lineNo: frame.lineno ?? null,
    colNo: frame.colno ?? null,
    inApp: frame.in_app === true,
    trust: null,
    errors: null,
    lock: null,
    sourceLink: null,
    vars: isRecord(frame.vars) ? frame.vars : null,
    ...(data.sourcemap ? { map: data.sourcemap, origAbsPath: data.orig_abs_path ?? null } : {}),
  };
}

function apiStacktrace(holder: Json, name: string): Json | null {
  const frames = framesOf(holder, name);
  if (frames.length === 0) return null;
  return {
    frames: frames.map(apiFrame),
    framesOmitted: null,
    registers: null,
    hasSystemFrames: hasSystemFrames(frames),
  };
}

const hasSystemFrames = (frames: Json[]) =>
  frames.some((frame) => frame.in_app === true) && frames.some((frame) => frame.in_app !== true);

const MECHANISM =
  "type synthetic description help_link handled data meta source is_exception_group exception_id parent_id".split(
    " ",
  );

function apiMechanism(mechanism: unknown): Json | null {
  if (!isRecord(mechanism)) return null;
  const given = { ...mechanism, type: mechanism.type ?? "generic" };
  return Object.fromEntries(
    Object.entries(given).filter(([key, value]) => MECHANISM.includes(key) && value !== null),
  );
}

function exceptionEntry(event: NormalEvent): Entry {
  return {
    type: "exception",
    data: {
      values: event.exceptions.map((one) => ({
        type: one.type ?? null,
        value: typeof one.value === "string" && one.value !== "" ? one.value : null,
        mechanism: apiMechanism(one.mechanism),
        threadId: one.thread_id ?? null,
        module: one.module ?? null,
        stacktrace: apiStacktrace(one, "stacktrace"),
        rawStacktrace: apiStacktrace(one, "raw_stacktrace"),
        rawValue: null,
        rawModule: null,
        rawType: null,
      })),
      hasSystemFrames: event.exceptions.some((one) => hasSystemFrames(framesOf(one))),
      excOmitted: null,
    },
  };
}

const time = (value: unknown): string | null =>
  typeof value === "number" && Math.abs(value) < 1e11 ? new Date(value * 1000).toISOString() : null;

function breadcrumbsEntry(raw: unknown): Entry | null {
  const values = (Array.isArray(raw) ? raw : list(record(raw).values)).filter(isRecord);
  if (values.length === 0) return null;
  return {
    type: "breadcrumbs",
    data: {
      values: values.map((one) => ({
        type: one.type ?? "default",
        timestamp: time(one.timestamp) ?? one.timestamp ?? null,
        level: one.level ?? "info",
        message: one.message ?? null,
        category: one.category ?? null,
        data: isRecord(one.data) ? one.data : null,
        event_id: one.event_id ?? null,
      })),
    },
  };
}

function queryPairs(raw: unknown): [string, string][] {
  if (Array.isArray(raw)) return raw.map((pair) => [String(list(pair)[0]), String(list(pair)[1])]);
  if (isRecord(raw)) return Object.entries(raw).map(([key, value]) => [key, String(value)]);
  return typeof raw === "string" ? [...new URLSearchParams(raw)] : [];
}

function requestEntry(raw: unknown): Entry | null {
  if (!isRecord(raw) || Object.keys(raw).length === 0) return null;
  const headers = Array.isArray(raw.headers) ? raw.headers : Object.entries(record(raw.headers));
  return {
    type: "request",
    data: {
      apiTarget: null,
      method: raw.method ?? null,
      url: raw.url ?? null,
      query: queryPairs(raw.query_string),
      fragment: raw.fragment ?? null,
      data: raw.data ?? null,
      headers,
      cookies: queryPairs(raw.cookies),
      env: isRecord(raw.env) ? raw.env : null,
      inferredContentType: null,
    },
  };
}

/** The event's interfaces as the API's `entries`. */
export function entriesOf(event: NormalEvent): Entry[] {
  const images = list(record(event.debug_meta).images);
  const logentry = record(event.logentry);
  const entries: (Entry | null)[] = [
    event.exceptions.length > 0 ? exceptionEntry(event) : null,
    event.logentry ? { type: "message", data: { message: null, params: null, ...logentry } } : null,
    breadcrumbsEntry(event.breadcrumbs),
    requestEntry(event.request),
    event.type === "transaction" ? { type: "spans", data: { spans: list(event.spans) } } : null,
    images.length > 0 ? { type: "debugmeta", data: { images } } : null,
  ];
  return entries.filter((entry) => entry !== null);
}
