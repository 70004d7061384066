import { hrefOf } from "#checks/mount/addresses.js";
import { madeFor, newNonce } from "#checks/nonce.js";
import type { FiredUnder, MintedAnswer } from "#verdict/answer.js";
import {
  bodyOf,
  FollowError,
  fromCache,
  nonceLost,
  troubleFrom,
  troubleOf,
  unreachable,
} from "../trouble.js";
import { uncached } from "../uncached.js";

/** The app's own address space: `fetch` in the browser, a bound one in tests. */
export type Ask = (path: string, init?: RequestInit) => Promise<Response>;

const RUN_ID = /^[0-9a-f]{32}$/;
const RUNS = "/api/health/sentry/runs";

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
