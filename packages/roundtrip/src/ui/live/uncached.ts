import { madeFor, NONCE_HEADER, newNonce } from "#checks/nonce.js";
import { FollowError, fromCache } from "./trouble.js";

type Ask = (path: string, init?: RequestInit) => Promise<Response>;

/**
 * Asks for an answer that was made for this very request: a cache, or a service worker, may keep what it must not.
 * @param nonce under which the app keeps what the request fires
 * @throws FollowError for an answer to another request, and whatever `ask` throws
 */
export async function uncached(
  ask: Ask,
  path: string,
  init: RequestInit,
  nonce = newNonce(),
): Promise<Response> {
  const headers = { ...init.headers, [NONCE_HEADER]: nonce };
  const response = await ask(path, { ...init, cache: "no-store", headers });
  if (madeFor(nonce, response.headers) === "another") throw new FollowError(fromCache);
  return response;
}
