import { hasCode } from "#state/coded-error.js";
import { anyAbort } from "./abort/any-abort.js";
import { fetchOut, isThisMachine } from "./egress.js";
import { isNamed, plainHttpHosts } from "./plain-http.js";

/** A request was not sent: its address is not one that the configuration allows. */
export class NotAllowed extends Error {
  override name = "NotAllowed";
  readonly code = "NotAllowed";

  static is(error: unknown): error is NotAllowed {
    return hasCode(error, "NotAllowed");
  }
}
/** The objection to plain http; whoever owns the network may overrule it, by PLAIN_HTTP_HOSTS. */
export const PLAIN_HTTP = "http beyond this machine";
/** An answer was longer than asked for; its rest was not read. */
export class TooLarge extends Error {
  override name = "TooLarge";
  readonly code = "TooLarge";

  static is(error: unknown): error is TooLarge {
    return hasCode(error, "TooLarge");
  }
}

type Source = Readonly<Record<string, string | undefined>>;

/** What ends the whole exchange, the body included: a time by the clock, a signal, or either. */
type Limit = { timeoutMs: number; signal?: AbortSignal } | { timeoutMs?: undefined; signal: AbortSignal };

export type Outgoing = Limit & {
  /** The configured address whose origin alone may be asked, such as SENTRY_URL. */
  base: string;
  /** false: never sent a second time, whatever became of the connection. */
  again?: boolean;
} & Omit<RequestInit, "redirect" | "cache" | "signal">;

/**
 * Why a request may not be sent; null when it may. Only to the configured origin, and over https wherever it
 * leaves this machine and the hosts of PLAIN_HTTP_HOSTS: a token must not cross a network in the clear.
 */
export function objection(address: URL, base: string, source: Source = process.env): string | null {
  if (!URL.canParse(base)) return "the configured address is none";
  const allowed = new URL(base);
  if (address.origin !== allowed.origin) return "another origin than the configured one";
  if (address.username || address.password) return "credentials in an address";
  if (address.protocol === "https:") return null;
  if (address.protocol !== "http:") return "neither http nor https";
  const isOwn =
    isThisMachine(address.hostname) ||
    // Where Next itself listens: a server that is told a name of this machine answers at no other.
    address.origin === source.__NEXT_PRIVATE_ORIGIN ||
    isNamed(address.hostname, plainHttpHosts(source.PLAIN_HTTP_HOSTS));
  return isOwn ? null : PLAIN_HTTP;
}

/**
 * Sends a request to a configured origin. Redirects come back as they are: what is sent must not travel on.
 * @throws NotAllowed before anything was sent; otherwise what `fetch` throws, a TimeoutError included
 */
export async function sendOut(address: URL | string, options: Outgoing): Promise<Response> {
  const { base, timeoutMs, signal, again, ...init } = options;
  const url = new URL(address);
  const reason = objection(url, base);
  if (reason !== null) throw new NotAllowed(reason);
  const limits = [signal, timeoutMs === undefined ? undefined : AbortSignal.timeout(timeoutMs)];
  const request: RequestInit = {
    ...init,
    redirect: "manual",
    cache: "no-store",
    signal: anyAbort(...limits.filter((one) => one !== undefined)),
  };
  return fetchOut(url, request, again);
}

/** The answer's body as text. @throws TooLarge when it has more bytes than `maxBytes` */
export async function readUpTo(response: Response, maxBytes: number): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) throw new TooLarge(`more than ${maxBytes} bytes`);
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}
