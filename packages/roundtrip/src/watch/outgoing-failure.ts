import { networkCode } from "#network/error-code.js";
import { NotAllowed } from "#network/request.js";
import { isLate } from "#verdict/evidence/network.js";

/** Why a request got no answer, in words that go on from whom it was sent to. Never its address. */
export function failureOf(error: unknown, timeoutMs: number): string {
  if (NotAllowed.is(error)) return `was not asked: ${error.message}`;
  const code = networkCode(error);
  return isLate(code) ? `did not answer in ${timeoutMs / 1000} s` : `was not reached (${code})`;
}
