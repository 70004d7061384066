import { originalPositionFor, sourceContentFor, type TraceMap } from "@jridgewell/trace-mapping";
import { framesOf } from "#sentry/ingest/derive.js";
import type { NormalEvent } from "#sentry/ingest/normalize.js";
import { type Json, list, record, text } from "#sentry/json.js";
import { originalFunctionName } from "./function-name.js";
import { type Lookup, type MapIndex, safeDecode } from "./index-of-build.js";

/** Lines shown on each side, and how wide a line may be, as Sentry keeps them. */
const CONTEXT_LINES = 5;
const LINE_CHARS = 140;

/** `code_file` to debug id, as the SDK found them in the running build. */
export function debugIds(event: NormalEvent): Map<string, string> {
  const ids = new Map<string, string>();
  for (const image of list(record(event.debug_meta).images).map(record)) {
    const file = text(image.code_file);
    const id = text(image.debug_id);
    if (image.type === "sourcemap" && file && id) ids.set(file, id);
  }
  return ids;
}

export const debugIdOf = (frame: Json, ids: Map<string, string>): string | null =>
  ids.get(text(frame.abs_path) ?? "") ?? ids.get(text(frame.filename) ?? "") ?? null;

/** A source's name in a map, as a path from the repository's root. */
export function sourcePath(source: string): string {
  return safeDecode(source)
    .replace(/\?[^/]*$/, "")
    .replace(/^[a-z][a-z0-9+.-]*:\/\/\/?/i, "")
    .replace(/^(?:_N_E\/|\[project\]\/)/, "")
    .replace(/^(?:\([\w-]+\)\/)/, "")
    .replace(/^(?:[\w@-]+\/)?(?=\.\.?\/)/, "")
    .replace(/^(?:\.\.?\/)+/, "");
}

const isLibrary = (path: string): boolean =>
  /(?:^|\/)node_modules\/|^\[(?:next|turbopack|externals)\]|^(?:next|turbopack|webpack)\//.test(path);

function clip(line: string, column: number): string {
  if (line.length <= LINE_CHARS) return line;
  const start = Math.max(0, Math.min(column - LINE_CHARS / 2, line.length - LINE_CHARS));
  const end = start + LINE_CHARS;
  return `${start > 0 ? "{snip} " : ""}${line.slice(start, end)}${end < line.length ? " {snip}" : ""}`;
}

function sourceLines(map: TraceMap, source: string, line: number, column: number): Json {
  const content = sourceContentFor(map, source);
  if (content === null) return { context_line: undefined, pre_context: undefined, post_context: undefined };
  const lines = content.split(/\r?\n/);
  const shown = (from: number, to: number) =>
    lines.slice(Math.max(0, from), Math.max(0, to)).map((one) => clip(one, 0));
  return {
    pre_context: shown(line - 1 - CONTEXT_LINES, line - 1),
    context_line: clip(lines[line - 1] ?? "", column),
    post_context: shown(line, line + CONTEXT_LINES),
  };
}

function resolveFrame(raw: Json, { map, built, mapFile }: Extract<Lookup, { kind: "found" }>): Json | null {
  const { lineno, colno } = raw;
  if (typeof lineno !== "number" || typeof colno !== "number" || lineno < 1) return null;
  // Sentry counts columns from 1, source maps from 0.
  const column = Math.max(0, colno - 1);
  const position = originalPositionFor(map, { line: lineno, column });
  if (position.source === null) return null;
  const { source } = position;
  const path = sourcePath(source);
  const builtName = text(raw.function) ?? "";
  const name = originalFunctionName(map, built[lineno - 1] ?? "", builtName, {
    line: lineno,
    column,
    source,
  });
  return {
    ...raw,
    ...sourceLines(map, source, position.line, position.column),
    ...(name === null || name === builtName ? {} : { function: name, raw_function: builtName }),
    filename: path,
    abs_path: safeDecode(source),
    module: path.replace(/\.[cm]?[jt]sx?$/, ""),
    lineno: position.line,
    colno: position.column + 1,
    in_app: !isLibrary(path),
    data: { ...record(raw.data), sourcemap: mapFile, orig_abs_path: raw.abs_path ?? raw.filename ?? null },
  };
}

async function symbolicateException(
  exception: Json,
  ids: Map<string, string>,
  maps: MapIndex,
  event: NormalEvent,
): Promise<void> {
  const raw = framesOf(exception);
  const frames: Json[] = [];
  let changed = false;
  for (const frame of raw) {
    const id = debugIdOf(frame, ids);
    const found = id ? await maps.lookup(id) : null;
    const resolved = found?.kind === "found" ? resolveFrame(frame, found) : null;
    if (found && !resolved && frame.in_app === true)
      event.errors.push({
        type: found.kind === "no-map" ? "js_invalid_source" : "js_no_source",
        message: found.kind === "no-map" ? "Source map was not found" : "Source code was not found",
        data: { url: frame.abs_path ?? frame.filename ?? null, symbolicator_type: found.kind },
      });
    changed ||= resolved !== null;
    frames.push(resolved ?? frame);
  }
  if (!changed) return;
  exception.raw_stacktrace = exception.stacktrace;
  exception.stacktrace = { ...record(exception.stacktrace), frames };
}

/**
 * Replaces frames of built files by the source's file, line and text, in place. Frames without a debug id or a
 * map stay as the SDK sent them, with the source context they may have (Node's own, `next dev`).
 */
export async function symbolicate(event: NormalEvent, maps: MapIndex | null): Promise<void> {
  const ids = debugIds(event);
  if (!maps || ids.size === 0) return;
  for (const exception of event.exceptions) await symbolicateException(exception, ids, maps, event);
}
