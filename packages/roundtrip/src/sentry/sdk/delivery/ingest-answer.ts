/** Enough for the reason in a refusal. */
const DETAIL_LIMIT = 300;

/** Sentry answers 200 with the id of what it took; anything else that says 200 is not Sentry. */
function namesEvent(body: string): boolean {
  try {
    const parsed: unknown = JSON.parse(body);
    return typeof parsed === "object" && parsed !== null && typeof Reflect.get(parsed, "id") === "string";
  } catch {
    return false;
  }
}

/** The envelope endpoint's address names host and project; a tunnel's names neither, however it is spelt. */
function placeOf(url: string, tunnel: boolean): { project: string | null; host: string | null } {
  const project = tunnel ? null : (/\/api\/(\d+)\/envelope\//.exec(url)?.[1] ?? null);
  return { project, host: project !== null && URL.canParse(url) ? new URL(url).host : null };
}

/**
 * The words in which Relay refuses (relay-server: endpoints/common.rs, extractors/request_meta.rs), and those of
 * GlitchTip's (event_ingest/authentication.py). Others say `detail`, too.
 */
const SENTRYS_WORDS = [
  /^event submission rejected with_reason\b/,
  /^(missing authorization information|multiple authorization payloads detected|unsupported protocol version)\b/,
  /^bad (envelope authentication|x-sentry-|sentry DSN|project path)/,
  /^(empty|invalid|failed to read) (request body|event|JSON data|messagepack|multipart|minidump)/,
  /^(envelope exceeded size limits|Sentry dropped data due to a quota|event rejected due to rate limit)\b/,
  /^(the service is overloaded|failed to queue|could not schedule)\b/,
  /^(Invalid DSN|Unable to find authentication information|Please retry later)$/,
];
/** Headers that Sentry's ingest alone sends. */
const SENTRYS_HEADERS = ["x-sentry-rate-limits", "x-sentry-error"];

type Header = (name: string) => string | null;

function isSentrysRefusal(header: Header, body: string): boolean {
  if (SENTRYS_HEADERS.some((name) => header(name) !== null)) return true;
  try {
    const parsed: unknown = JSON.parse(body);
    if (typeof parsed !== "object" || parsed === null) return false;
    const said: unknown = Reflect.get(parsed, "detail") ?? Reflect.get(parsed, "message");
    if (typeof said !== "string") return false;
    const causes: unknown = Reflect.get(parsed, "causes");
    return Array.isArray(causes) || SENTRYS_WORDS.some((words) => words.test(said));
  } catch {
    return false;
  }
}

/** True of a refusal that is not Sentry's own. An empty one says nothing of who gave it, where Sentry itself was asked. */
export const isForeign = (header: Header, body: string, tunnel = false): boolean =>
  !isSentrysRefusal(header, body) && (tunnel || body.trim() !== "");

/** What ingest's answer to an event says of it, in the words of evidence. */
export type Delivery =
  | { kind: "accepted"; status: number; project: string | null; host: string | null }
  | {
      kind: "rejected";
      status: number;
      rateLimits: string | null;
      detail: string;
      foreign: boolean;
      tunnel: boolean;
    };

/** An answer, and the address that gave it. */
export interface Answered {
  url: string;
  /** The address is that of the option tunnel of Sentry's init: the app's own choice, which is to hand on to Sentry. */
  tunnel: boolean;
  status: number;
  header: Header;
  body: string;
}

export function deliveryOf({ url, tunnel, status, header, body }: Answered): Delivery {
  if (status === 200 && namesEvent(body)) return { kind: "accepted", status, ...placeOf(url, tunnel) };
  const rateLimits = header("x-sentry-rate-limits") ?? header("retry-after");
  const foreign = isForeign(header, body, tunnel);
  return { kind: "rejected", status, rateLimits, detail: body.slice(0, DETAIL_LIMIT), foreign, tunnel };
}
