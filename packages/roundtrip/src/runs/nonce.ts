import type { Check } from "#checks/check.js";
import { NONCE, NONCE_HEADER, NONCE_SHAPE } from "#checks/nonce.js";
import { HttpProblem } from "#http/problem.js";
import { store } from "#store/open.js";

/** The nonce of a request; null where its caller sent none. @throws HttpProblem 400 where it is malformed */
export function nonceOf(request: Request): string | null {
  const nonce = request.headers.get(NONCE_HEADER);
  if (nonce === null || NONCE.test(nonce)) return nonce;
  throw new HttpProblem(400, "Malformed nonce", `${NONCE_HEADER}: must be ${NONCE_SHAPE}`);
}

/** The same, where nothing was fired under it: `verify` would answer with the runs of then. @throws HttpProblem 409 */
export async function unusedNonce(request: Request): Promise<string | null> {
  const nonce = nonceOf(request);
  const [before] = nonce ? await store().firedUnder(nonce) : [];
  if (before) throw usedBefore(before.run);
  return nonce;
}

/** The run of a check that was fired under a nonce; null where there is none. */
export async function runUnder(nonce: string, { name }: Check): Promise<string | null> {
  return (await store().firedUnder(nonce)).find(({ check }) => check === name)?.run ?? null;
}

/** Used before: what it fired is known, and firing under it again would leave two runs of one name. */
export const usedBefore = (run: string): HttpProblem =>
  new HttpProblem(
    409,
    "Nonce used before",
    `${NONCE_HEADER}: run ${run} was fired under it already; send a new random one`,
  );
