import { isRecord, type Json, list, record, text } from "#sentry/json.js";
import { requestUserAgent } from "#sentry/user-agent.js";
import type { InboundFilters } from "./schema.js";

/** A glob of Sentry's filters and searches: `*` is anything, case does not matter, the whole value matches. */
export function glob(pattern: string): (value: string) => boolean {
  const middle = pattern.toLowerCase().split(/\*+/);
  const first = middle.shift() ?? "";
  const last = middle.pop();
  return (value) => {
    const whole = value.toLowerCase();
    if (last === undefined) return whole === first;
    const end = whole.length - last.length;
    if (!whole.startsWith(first) || end < first.length || !whole.endsWith(last)) return false;
    // Part by part from the left: a regular expression with many stars could take forever.
    let offset = first.length;
    for (const part of middle) {
      const found = whole.indexOf(part, offset);
      if (found === -1) return false;
      offset = found + part.length;
    }
    return offset <= end;
  };
}

const CRAWLERS =
  /googlebot|bingbot|slurp|duckduckbot|baiduspider|yandex|facebookexternalhit|applebot|crawler|spider/i;
const EXTENSIONS = /^(?:chrome|moz|safari(?:-web)?)-extension:\/\//i;
const HYDRATION =
  /hydrat|Text content does not match server-rendered HTML|Minified React error #(?:418|419|422|423|425)/i;
const CHUNK_LOAD = /ChunkLoadError|Loading (?:CSS )?chunk [\w-]+ failed|Failed to load chunk/i;

function errorLines(raw: Json): string[] {
  const values = list(record(raw.exception).values).filter(isRecord);
  const lines = values.map((one) => [text(one.type), text(one.value)].filter(Boolean).join(": "));
  return [...lines, text(raw.message) ?? ""].filter(Boolean);
}

function isLocalhost(raw: Json): boolean {
  const url = text(record(raw.request).url);
  if (!url || !URL.canParse(url)) return false;
  return /^(?:localhost|127\.0\.0\.1|\[::1\])$/.test(new URL(url).hostname);
}

const usesExtension = (raw: Json): boolean =>
  list(record(raw.exception).values)
    .map(record)
    .flatMap((one) => list(record(one.stacktrace).frames).map(record))
    .some((frame) => EXTENSIONS.test(text(frame.abs_path) ?? text(frame.filename) ?? ""));

/** The id of the inbound filter that keeps this event out, as stats_v2 names the reason; null when none does. */
export function filteredBy(raw: Json, filters: InboundFilters, userAgent: string | null): string | null {
  const lines = errorLines(raw);
  const release = text(raw.release);
  if (filters.localhost && isLocalhost(raw)) return "localhost";
  if (filters["browser-extensions"] && usesExtension(raw)) return "browser-extensions";
  if (filters["web-crawlers"] && CRAWLERS.test(requestUserAgent(raw) ?? userAgent ?? ""))
    return "web-crawlers";
  if (filters["react-hydration-errors"] && lines.some((line) => HYDRATION.test(line)))
    return "react-hydration-errors";
  if (filters["chunk-load-error"] && lines.some((line) => CHUNK_LOAD.test(line))) return "chunk-load-error";
  if (release && filters.releases?.some((pattern) => glob(pattern)(release))) return "release-version";
  if (filters.errorMessages?.some((pattern) => lines.some(glob(pattern)))) return "error-message";
  return null;
}

const SHOWN: [keyof InboundFilters, string][] = [
  ["browser-extensions", "Filter out errors known to be caused by browser extensions"],
  ["localhost", "Filter out events coming from localhost"],
  ["web-crawlers", "Filter out known web crawlers"],
  ["react-hydration-errors", "Filter out hydration errors"],
  ["chunk-load-error", "Filter out ChunkLoadError(s)"],
];

/** The answer of `GET …/filters/`. */
export const filterList = (filters: InboundFilters): Json[] => [
  ...SHOWN.map(([id, description]) => ({ id, name: id, description, active: filters[id] === true })),
  {
    id: "legacy-browsers",
    name: "legacy-browsers",
    description: "Filter out known errors from legacy browsers",
    active: [],
  },
  {
    id: "filtered-transaction",
    name: "filtered-transaction",
    description: "Filter out health check transactions",
    active: false,
  },
];

/** The project's options that filters by text live in: newline-separated globs. */
export const filterOptions = (filters: InboundFilters): Json => ({
  "filters:blacklisted_ips": "",
  "filters:releases": (filters.releases ?? []).join("\n"),
  "filters:error_messages": (filters.errorMessages ?? []).join("\n"),
  "filters:react-hydration-errors": filters["react-hydration-errors"] === true,
  "filters:chunk-load-error": filters["chunk-load-error"] === true,
});
