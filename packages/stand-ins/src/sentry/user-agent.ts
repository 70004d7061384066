import { type Json, list, record, text } from "./json.js";

/** Most specific first: Chrome names Safari, Edge names Chrome. */
const BROWSERS: [RegExp, string][] = [
  [/Edg\/([\d.]+)/, "Edge"],
  [/OPR\/([\d.]+)/, "Opera"],
  [/HeadlessChrome\/([\d.]+)/, "HeadlessChrome"],
  [/Chrome\/([\d.]+)/, "Chrome"],
  [/Firefox\/([\d.]+)/, "Firefox"],
  [/Version\/([\d.]+).*Safari\//, "Safari"],
];
const SYSTEMS: [RegExp, string][] = [
  [/Android ([\d.]+)?/, "Android"],
  [/(?:iPhone|iPad).*OS ([\d_]+)/, "iOS"],
  [/Windows NT ([\d.]+)/, "Windows"],
  [/Mac OS X ([\d_.]+)/, "Mac OS X"],
  [/CrOS/, "Chrome OS"],
  [/Linux/, "Linux"],
];

function match(table: [RegExp, string][], agent: string): Json | null {
  for (const [pattern, name] of table) {
    const found = pattern.exec(agent);
    if (found) return { name, ...(found[1] ? { version: found[1].replaceAll("_", ".") } : {}) };
  }
  return null;
}

/** The User-Agent a browser's event names in its request headers, in either of the protocol's two forms. */
export function requestUserAgent(raw: Json): string | null {
  const { headers } = record(raw.request);
  const pairs: unknown[] = Array.isArray(headers) ? headers : Object.entries(record(headers));
  for (const pair of pairs) {
    const [name, value] = list(pair);
    if (text(name)?.toLowerCase() === "user-agent") return text(value);
  }
  return null;
}

/** `browser` and `os` contexts, which Relay derives from the User-Agent of a browser's event. */
export function browserContexts(agent: string | null, platform: string, raw: Json): Record<string, Json> {
  const source = requestUserAgent(raw) ?? (platform === "javascript" ? agent : null);
  if (!source) return {};
  const browser = match(BROWSERS, source);
  const os = platform === "javascript" ? match(SYSTEMS, source) : null;
  return {
    ...(browser ? { browser: { ...browser, type: "browser" } } : {}),
    ...(os ? { os: { ...os, type: "os" } } : {}),
  };
}
