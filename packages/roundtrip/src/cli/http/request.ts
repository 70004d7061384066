import { madeFor, NONCE_HEADER, newNonce } from "#checks/nonce.js";
import type { Clock } from "#cli/clock.js";
import { CannotRun } from "#cli/errors.js";
import { unreachable } from "./unreachable.js";

/** No answer of Roundtrip's is near this size. */
const MAX_BYTES = 4 * 1024 * 1024;
/** Shorter tokens occur in ordinary text, and no server with Roundtrip accepts them. */
const MIN_SECRET = 8;

export interface Asked {
  method: "GET" | "POST";
  address: string;
  token?: string | null | undefined;
  headers?: Readonly<Record<string, string>> | undefined;
  /** What is fired by this request is kept under it; without one it gets one of its own. */
  nonce?: string | undefined;
  body?: unknown;
  /** Covers the whole exchange, the body included. */
  timeoutMs: number;
  clock: Clock;
  signal?: AbortSignal | undefined;
}

export interface Fetched {
  method: Asked["method"];
  /** Without its query, for messages. */
  address: string;
  status: number;
  /** Content type, lower case. */
  type: string;
  /** Where a redirect points to, without its query. */
  location: string | null;
  retryAfterMs: number | null;
  /** For which request it was made: what a cache kept is another's. */
  madeFor: ReturnType<typeof madeFor>;
  text: string;
}

/** One exchange, with a timeout and without following redirects. Throws CannotRun when no whole answer came. */
export async function request(asked: Asked): Promise<Fetched> {
  const address = asked.address.split("?")[0] ?? asked.address;
  const stop = new AbortController();
  const disarm = asked.clock.after(asked.timeoutMs, () => stop.abort(new Error("timeout")));
  const { nonce = newNonce() } = asked;
  const leave = () => stop.abort(asked.signal?.reason);
  asked.signal?.addEventListener("abort", leave, { once: true });
  try {
    asked.signal?.throwIfAborted();
    const response = await fetch(asked.address, {
      method: asked.method,
      redirect: "manual",
      cache: "no-store",
      signal: stop.signal,
      headers: {
        accept: "application/health+json, application/json, application/problem+json",
        ...asked.headers,
        [NONCE_HEADER]: nonce,
        ...(asked.token ? { authorization: `Bearer ${asked.token}` } : {}),
        ...(asked.body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(asked.body === undefined ? {} : { body: JSON.stringify(asked.body) }),
    });
    return {
      method: asked.method,
      address,
      status: response.status,
      type: (response.headers.get("content-type") ?? "").toLowerCase(),
      location: destination(response.headers.get("location"), asked.address),
      retryAfterMs: retryAfter(response.headers.get("retry-after"), asked.clock.now()),
      madeFor: madeFor(nonce, response.headers),
      text: withoutSecret(await Promise.race([body(response), aborted(stop.signal)]), asked.token),
    };
  } catch (error) {
    if (asked.signal?.aborted) throw asked.signal.reason;
    if (error instanceof CannotRun) throw error;
    if (stop.signal.aborted) throw late(address, asked.timeoutMs);
    throw await unreachable(error, asked.address, asked.clock);
  } finally {
    disarm();
    asked.signal?.removeEventListener("abort", leave);
  }
}

const late = (address: string, timeoutMs: number): CannotRun =>
  new CannotRun(
    `--url: no answer from ${address} within ${timeoutMs / 1000} s. Look whether the app is overloaded, or a firewall drops the connection.`,
    { again: true, soon: true },
  );

/** Rejects once it aborts. `fetch` leaves who reads then waiting for ever, where the last byte has arrived (undici 6). */
const aborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });

async function body(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > MAX_BYTES) {
      throw new CannotRun("--url: what answers there is not a Roundtrip server: its answer does not end.", {
        again: true,
      });
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

/** A server that echoes the token must not make us print it. */
function withoutSecret(text: string, token: string | null | undefined): string {
  if (!token || token.length < MIN_SECRET) return text;
  const escaped = JSON.stringify(token).slice(1, -1);
  return text.replaceAll(token, "[token]").replaceAll(escaped, "[token]");
}

function destination(location: string | null, from: string): string | null {
  if (!location || !URL.canParse(location, from)) return null;
  const to = new URL(location, from);
  return `${to.protocol}//${to.host}${to.pathname}`;
}

/** @returns milliseconds; both forms of RFC 9110, section 10.2.3 */
function retryAfter(value: string | null, now: number): number | null {
  if (value === null) return null;
  if (/^\d+$/.test(value)) return Number(value) * 1000;
  const date = Date.parse(value);
  return Number.isNaN(date) ? null : Math.max(0, date - now);
}
