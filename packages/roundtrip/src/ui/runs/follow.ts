import { hrefOf } from "#checks/mount/addresses.js";
import { madeFor, newNonce } from "#checks/nonce.js";
import type { FiredUnder, MintedAnswer, RunAnswer } from "#verdict/answer.js";
import {
  bodyOf,
  FollowError,
  fromCache,
  nonceLost,
  type Trouble,
  troubleFrom,
  troubleOf,
  unreachable,
} from "./trouble.js";
import { uncached } from "./uncached.js";

/** The app's own address space: `fetch` in the browser, a bound one in tests. */
export type Ask = (path: string, init?: RequestInit) => Promise<Response>;
export type Sleep = (ms: number, signal: AbortSignal) => Promise<void>;

export const RUN_ID = /^[0-9a-f]{32}$/;
export const RUNS = "/api/health/sentry/runs";
/** Two questions about a run are never closer than this, however fast the answers come. */
export const MIN_GAP_MS = 200;
/** Lost answers in a row before the page gives up; with back-off about half a minute. */
const ATTEMPTS = 6;

/**
 * Fires a check and gives the run's id: of the run that the app keeps under this firing's nonce. The answer's own word
 * may be an old one, and that of an uncaught error is a bare 500.
 * @param within what the request is sent in, as a span
 * @throws FollowError when no run came of it
 */
export async function fire(
  ask: Ask,
  path: string,
  signal: AbortSignal,
  within: Within = (send) => send(),
): Promise<string> {
  const nonce = newNonce();
  const response = await within(() => post(ask, path, {}, signal, nonce));
  const named = RUN_ID.test(response.headers.get("x-check-run") ?? "");
  // A refusal names no run; nor does the answer to an uncaught error, where no proxy of ours is.
  if (!named && isProblem(response)) throw new FollowError(await troubleOf(response));
  const found = await send(ask, hrefOf(`${RUNS}?nonce=${nonce}`), { signal }, nonce);
  const body = await bodyOf(found);
  const [mine] = isFiredUnder(body) && body.nonce === nonce ? body.runs : [];
  if (mine) return mine.run;
  if (!named || isProblem(response)) throw new FollowError(await troubleOf(response));
  if (!isFiredUnder(body)) throw new FollowError(troubleFrom(found, body));
  throw new FollowError(madeFor(nonce, found.headers) === "this" ? fromCache : nonceLost);
}

type Within = (send: () => Promise<Response>) => Promise<Response>;

const isFiredUnder = (body: unknown): body is FiredUnder =>
  typeof body === "object" && body !== null && "nonce" in body && "runs" in body && Array.isArray(body.runs);

const isProblem = ({ headers }: Response): boolean =>
  headers.get("content-type")?.startsWith("application/problem+json") ?? false;

/**
 * Mints a run whose errors this browser raises itself.
 * @throws FollowError when there is no such run
 */
export async function mint(ask: Ask, check: string, signal: AbortSignal): Promise<MintedAnswer> {
  const nonce = newNonce();
  const response = await post(ask, hrefOf(RUNS), { check }, signal, nonce);
  const body = await bodyOf(response);
  if (response.status !== 201 || body === undefined) throw new FollowError(troubleFrom(response, body));
  if (madeFor(nonce, response.headers) !== "this") throw new FollowError(nonceLost);
  return body as MintedAnswer;
}

function post(ask: Ask, path: string, body: object, signal: AbortSignal, nonce: string): Promise<Response> {
  const headers = { "content-type": "application/json", accept: "application/json" };
  return send(ask, path, { method: "POST", headers, body: JSON.stringify(body), signal }, nonce);
}

async function send(ask: Ask, path: string, init: RequestInit, nonce: string): Promise<Response> {
  try {
    return await uncached(ask, path, init, nonce);
  } catch (error) {
    if (init.signal?.aborted || error instanceof FollowError) throw error;
    throw new FollowError(unreachable);
  }
}

/** How long the server may hold the next answer, in seconds: short while stages light up, then ever longer. */
export function holdSeconds(followedMs: number, inFlight: number): number {
  if (followedMs < 1_500) return 0;
  if (followedMs < 20_000) return 1;
  // A browser keeps six connections to one host: with many runs in flight, nobody may keep one for long.
  if (inFlight > 4) return 3;
  return followedMs < 60_000 ? 5 : 25;
}

export interface Following {
  ask: Ask;
  sleep: Sleep;
  /** Milliseconds of any steady clock. */
  now: () => number;
  signal: AbortSignal;
  inFlight: () => number;
  onAnswer: (answer: RunAnswer) => void;
}

/**
 * Asks about a run until its verdict is no longer pending; every answer goes to `onAnswer`.
 * @throws FollowError when the run cannot be followed any further
 */
export async function follow(run: string, given: Following): Promise<void> {
  const began = given.now();
  for (let lost = 0; ; ) {
    const asked = given.now();
    const hold = holdSeconds(asked - began, given.inFlight());
    const seen = await look(run, hold, given);
    if ("trouble" in seen) {
      lost += 1;
      if (lost >= ATTEMPTS) throw new FollowError(seen.trouble);
      await given.sleep(Math.max(seen.waitMs, Math.min(10_000, 500 * 2 ** lost)), given.signal);
      continue;
    }
    lost = 0;
    given.onAnswer(seen.answer);
    if (seen.answer.verdict !== "pending") return;
    await given.sleep(Math.max(seen.waitMs, MIN_GAP_MS - (given.now() - asked)), given.signal);
  }
}

/** A longer pause than this is no answer to somebody who looks on. */
const LONGEST_PAUSE_MS = 60_000;

/** With the milliseconds that the app asks for before the next question. */
type Look = ({ answer: RunAnswer } | { trouble: Trouble }) & { waitMs: number };

/** One question about a run; `trouble` where asking again may help. */
async function look(run: string, hold: number, { ask, signal }: Following): Promise<Look> {
  let response: Response;
  let body: unknown;
  try {
    response = await uncached(ask, hrefOf(`${RUNS}/${run}?wait=${hold}`), { signal });
    body = await bodyOf(response);
  } catch (error) {
    if (signal.aborted) throw error;
    return { trouble: error instanceof FollowError ? error.trouble : unreachable, waitMs: 0 };
  }
  const waitMs = Math.min(LONGEST_PAUSE_MS, 1_000 * Number(response.headers.get("retry-after"))) || 0;
  if (isRun(body)) return { answer: body, waitMs };
  const trouble = troubleFrom(response, body);
  // What is not Roundtrip's may be a proxy's word while the app restarts.
  const again = body === undefined || response.status === 429 || response.status >= 500;
  if (!again) throw new FollowError(trouble);
  return { trouble, waitMs };
}

export const isRun = (body: unknown): body is RunAnswer =>
  typeof body === "object" && body !== null && "verdict" in body && typeof body.verdict === "string";
