import { z } from "zod";
import { networkCode } from "#network/error-code.js";
import { locationIn } from "#network/location.js";
import { NotAllowed, readUpTo, sendOut, TooLarge } from "#network/request.js";
import { isLate, TLS } from "#verdict/evidence/network.js";
import { asPartOfALine } from "#verdict/text/one-line.js";
import { isOfToken, isOwnRefusal, mayBeForeign } from "./own-refusal.js";
import { Unreadable } from "./reader.js";
import type { AwaitToken } from "./token-bucket.js";

const TIMEOUT_MS = 10_000;
/** An event with long frames is a few hundred kilobytes; four megabytes are no answer to our questions. */
const MAX_BYTES = 4 * 1024 * 1024;

export interface ApiAnswer {
  status: number;
  body: unknown;
  /** The server's clock minus ours, to the second (the `Date` header); null when it does not say. */
  clockSkewMs: number | null;
  detail: string;
  /** Sentry's cursor of the list's next page (the `Link` header); null: this is the last one; undefined: it does not say. */
  next: string | null | undefined;
  /** Something in it shows that the backend gave it, and nothing between us. Of a 404 alone. */
  isOwn: boolean;
}

/** Sentry's error bodies: `{"detail": "…"}`, where detail may be an object with a message. */
const DetailSchema = z.object({ detail: z.union([z.string(), z.looseObject({ message: z.string() })]) });

function detailOf(body: unknown): string {
  const parsed = DetailSchema.safeParse(body);
  if (!parsed.success) return "";
  const { detail } = parsed.data;
  const said = typeof detail === "string" ? detail : detail.message;
  // What the limit cuts in two is no character any more.
  return asPartOfALine(said.slice(0, 200))
    .replace(/[\p{Cs}\s]+/gu, " ")
    .trim();
}

/** What the body of a 403 of the backend's own gives as its reason, where that is not the token; null: it is, or there is none. */
export function reasonToDeny(body: unknown): string | null {
  const detail = detailOf(body);
  return isOfToken(detail) ? null : detail;
}

/** `{"detail": {"code": "sso-required", …}}`: see Sentry's source, `sentry/api/exceptions.py`. */
const CodedSchema = z.object({ detail: z.looseObject({ code: z.string() }) });
const OF_ACCOUNT = /^[a-z0-9-]{1,60}-(required|over-limit)$/;

/** Sentry's code for what keeps the owner of a token out, which no other token of the same owner mends; null: it is not that. */
export function accountTrouble(body: unknown): string | null {
  const code = CodedSchema.safeParse(body).data?.detail.code ?? "";
  return OF_ACCOUNT.test(code) ? code : null;
}

/** An answer as it came, whatever it is. */
export interface RawAnswer {
  status: number;
  /** The parsed body; undefined when it is no JSON. */
  body: unknown;
  headers: Headers;
  url: URL;
  /** When it was asked for, milliseconds since the epoch. */
  asked: number;
}

/** A backend's JSON API. Every request waits for its token, so that none goes past the look-up budget. */
export class ApiClient {
  constructor(
    readonly base: string,
    /** null asks as a stranger. */
    private readonly token: string | null,
    private readonly awaitToken: AwaitToken,
  ) {}

  /** One GET, whatever its answer. Rejects with `Unreadable` when there is none, or one that is too large. */
  async ask(path: string): Promise<RawAnswer> {
    await this.awaitToken();
    const url = new URL(path, this.base.endsWith("/") ? this.base : `${this.base}/`);
    let status: number | null = null;
    const asked = Date.now();
    const authorization = this.token === null ? {} : { authorization: `Bearer ${this.token}` };
    try {
      const response = await sendOut(url, {
        base: this.base,
        // Why a token is refused is read from words, and a server of one's own may be set to another language.
        headers: { ...authorization, accept: "application/json", "accept-language": "en" },
        timeoutMs: TIMEOUT_MS,
      });
      status = response.status;
      const body = parse(await readUpTo(response, MAX_BYTES));
      return { status, body, headers: response.headers, url, asked };
    } catch (error) {
      if (TooLarge.is(error)) throw new Unreadable("truncated", status, "the answer is too large");
      if (NotAllowed.is(error)) throw new Unreadable("unreachable", null, `SENTRY_URL: ${error.message}`);
      throw networkFailure(error, status);
    }
  }

  /**
   * As `ask`, for an answer in JSON. 200 and 404 come back; everything else rejects with `Unreadable`.
   * Redirects are not followed: the token must not travel, and a login page is not an answer.
   */
  async get(path: string): Promise<ApiAnswer> {
    return answerOf(await this.ask(path));
  }
}

/** Reads an answer as `ApiClient.get` does. */
export function answerOf({ status, body, headers, url, asked }: RawAnswer): ApiAnswer {
  if (status >= 300 && status < 400) {
    throw new Unreadable("redirected", status, `to ${locationIn(headers, url)?.host ?? "nowhere"}`);
  }
  if (body === undefined) {
    const isJson = (headers.get("content-type") ?? "").includes("json");
    if (status >= 500) throw new Unreadable("server_error", status, "no JSON");
    throw new Unreadable(
      isJson && status === 200 ? "truncated" : "not_json",
      status,
      "the answer is not JSON",
    );
  }
  const detail = detailOf(body);
  const ofAccount = status === 401 || status === 403 ? accountTrouble(body) : null;
  if (ofAccount !== null) throw new Unreadable("account", status, ofAccount);
  const isOwn = status === 200 || isOwnRefusal(body, headers);
  if (status !== 404 && mayBeForeign(status) && !isOwn) throw new Unreadable("refused", status, detail);
  if (status === 401) throw new Unreadable("unauthorized", status, detail);
  if (status === 403)
    throw new Unreadable(reasonToDeny(body) === null ? "forbidden" : "denied", status, detail);
  if (status === 402) throw new Unreadable("payment", status, detail);
  if (status === 408) throw new Unreadable("timeout", status, detail);
  if (status === 429) throw new Unreadable("rate_limited", status, detail, retryAfter(headers));
  if (status >= 500) throw new Unreadable("server_error", status, detail);
  if (status !== 200 && status !== 404) throw new Unreadable("bad_request", status, detail);
  const clockSkewMs = skew(headers.get("date"), asked);
  return { status, body, clockSkewMs, detail, next: nextPage(headers.get("link")), isOwn };
}

/** Sentry names a next page always, and says whether it holds anything: `…; rel="next"; results="true"; cursor="0:100:0"`. */
function nextPage(link: string | null): string | null | undefined {
  const next = link?.split(",").find((one) => one.includes('rel="next"'));
  if (next?.includes('results="false"')) return null;
  return next?.match(/cursor="([\w:.-]{1,100})"/)?.[1];
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function networkFailure(error: unknown, status: number | null): Unreadable {
  const code = networkCode(error);
  if (isLate(code)) return new Unreadable("timeout", null, "no answer in 10 s");
  if (TLS.test(code)) return new Unreadable("certificate", null, code);
  // Before the first byte of an answer a closed connection cuts nothing off.
  if (status !== null)
    return new Unreadable("truncated", status, "the connection was closed in the middle of the answer");
  return new Unreadable("unreachable", null, code);
}

/** A longer pause than any limit of Sentry's needs: one wrong header must not end all reading until a restart. */
const LONGEST_PAUSE_MS = 5 * 60_000;

function retryAfter(headers: Headers): number | null {
  const pause = askedPause(headers);
  return pause === null ? null : Math.min(pause, LONGEST_PAUSE_MS);
}

/** Seconds or a date (RFC 9110); Sentry's API also says when its window resets, in epoch seconds. */
function askedPause(headers: Headers): number | null {
  const after = headers.get("retry-after");
  if (after !== null && /^\d+$/.test(after)) return Number(after) * 1000;
  if (after !== null && !Number.isNaN(Date.parse(after))) return Math.max(0, Date.parse(after) - Date.now());
  const reset = Number(headers.get("x-sentry-rate-limit-reset") ?? Number.NaN);
  return Number.isFinite(reset) ? Math.max(0, reset * 1000 - Date.now()) : null;
}

function skew(date: string | null, asked: number): number | null {
  const there = date === null ? Number.NaN : Date.parse(date);
  // The header has whole seconds: less than two of them is no skew.
  return Number.isNaN(there) ? null : Math.abs(there - asked) < 2_000 ? 0 : there - asked;
}
