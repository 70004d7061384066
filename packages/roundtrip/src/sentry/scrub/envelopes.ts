import type { Client } from "#sentry/sdk/types.js";
import { strictPayload } from "./strict.js";
import { FILTERED, isSecretName, type ScrubText, textScrubber } from "./text.js";

type Fields = Record<string, unknown>;
/** As the SDK builds it: a header and items, each a header and a payload. */
export type Envelope = [Fields, [Fields, unknown][]];

export interface ScrubOptions {
  /** Values that must not leave, such as this process's own keys. A browser knows none. */
  secrets: readonly string[];
  /** True keeps what the SDK collects; false reduces it to the strict set. */
  sendDefaultPii: boolean;
}

/** Far more than the SDK lets an event hold; beyond either, what is left goes away unseen. */
const MAX_DEPTH = 40;
const MAX_VALUES = 100_000;
const MAX_FILE_BYTES = 20 * 1024 * 1024;
const FILE_PIECE = 900_000;

/** `{type, value}` is how spans and logs carry an attribute: it must stay one. */
const isAttribute = (value: Fields): boolean => "value" in value && typeof value.type === "string";

/** Walks a payload once and gives a copy in which every text has been looked through. Never throws. */
function walker(text: ScrubText) {
  let left = MAX_VALUES;
  const done = new Map<object, unknown>();

  const key = (name: string): string => (name.length < 8 ? name : text(name));

  function fields(source: Fields, hidden: boolean, depth: number): unknown {
    if (hidden && isAttribute(source)) return { type: "string", value: FILTERED };
    const copy: Fields = {};
    for (const name of Object.keys(source)) {
      let kept: unknown = FILTERED;
      try {
        // Names of packages are no names of secrets: `cookie` is one of them.
        const secret = name === "modules" ? false : hidden || isSecretName(name);
        kept = name === "modules" ? modules(source[name]) : walk(source[name], secret, depth + 1);
      } catch {
        // A getter that throws: nobody can see its value, and it need not leave.
      }
      copy[key(name)] = kept;
    }
    return copy;
  }

  const modules = (value: unknown): unknown =>
    value !== null && typeof value === "object"
      ? Object.fromEntries(Object.entries(value).map(([name, version]) => [name, text(String(version))]))
      : walk(value, false, 1);

  function walk(value: unknown, hidden: boolean, depth: number): unknown {
    left -= 1;
    if (typeof value === "string")
      return hidden && value !== "" ? FILTERED : left < 0 ? FILTERED : text(value);
    if (typeof value === "number" || typeof value === "bigint") return hidden ? FILTERED : value;
    if (value === null || typeof value !== "object") return value;
    if (value instanceof String) return walk(String(value), hidden, depth);
    // Bytes could spell anything, number by number.
    if (depth > MAX_DEPTH || left < 0 || ArrayBuffer.isView(value)) return FILTERED;
    if (done.has(value)) return hidden ? FILTERED : done.get(value);
    done.set(value, FILTERED);
    const toJSON: unknown = Reflect.get(value, "toJSON");
    const copy = Array.isArray(value)
      ? value.map((entry: unknown) => walk(entry, hidden, depth + 1))
      : typeof toJSON === "function"
        ? walk(toJSON.call(value), hidden, depth + 1)
        : fields(value as Fields, hidden, depth);
    if (!hidden) done.set(value, copy);
    return copy;
  }
  return (value: unknown): unknown => {
    try {
      return walk(value, false, 0);
    } catch {
      return FILTERED;
    }
  };
}

/** Makes a function that gives a copy of a value in which every text has been looked through. It never throws. */
export const valueScrubber =
  (text: ScrubText) =>
  (value: unknown): unknown =>
    walker(text)(value);

/** Files are no structure: what can be read as text is looked through, anything else stays byte for byte. */
function scrubFile(bytes: Uint8Array, text: ScrubText): Uint8Array {
  const encode = (source: string) => new TextEncoder().encode(source);
  if (bytes.byteLength > MAX_FILE_BYTES) return encode(FILTERED);
  const source = new TextDecoder().decode(bytes);
  let clean = "";
  // In pieces that the scrubber takes, cut at line ends where there are any: few credentials cross those.
  for (let start = 0, end = 0; start < source.length; start = end) {
    end = Math.min(start + FILE_PIECE, source.length);
    const line = end < source.length ? source.lastIndexOf("\n", end) + 1 : end;
    if (line > start) end = line;
    clean += text(source.slice(start, end));
  }
  return clean === source ? bytes : encode(clean);
}

/**
 * Makes the function that looks through an envelope, whatever it carries, and changes it in place. It never
 * throws; what cannot be looked through does not leave.
 */
export function envelopeScrubber({ secrets, sendDefaultPii }: ScrubOptions): (envelope: Envelope) => void {
  const text = textScrubber(secrets, sendDefaultPii);

  function scrubItem(item: [Fields, unknown]): void {
    const [header, payload] = item;
    const type = String(header.type);
    item[0] = { ...(walker(text)(header) as Fields), type: header.type };
    if (typeof payload === "string") item[1] = text(payload);
    else if (payload instanceof Uint8Array) item[1] = scrubFile(payload, text);
    else item[1] = walker(text)(sendDefaultPii ? payload : strictPayload(type, payload));
    const size = item[1];
    if ("length" in header && size instanceof Uint8Array) item[0].length = size.byteLength;
  }

  return (envelope) => {
    const { trace } = envelope[0];
    // The rest of the header is ids, times and the DSN's public key; the trace's may come from a caller.
    if (trace) envelope[0].trace = walker(text)(trace);
    for (const item of envelope[1]) {
      try {
        scrubItem(item);
      } catch {
        item[1] = {};
      }
    }
  };
}

/** The one place through which everything passes that the SDK sends. */
export function installScrubber(client: Client, options: ScrubOptions): void {
  const scrub = envelopeScrubber(options);
  client.on("beforeEnvelope", (envelope) => scrub(envelope as unknown as Envelope));
}
