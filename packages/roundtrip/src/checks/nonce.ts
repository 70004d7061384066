/** On a request: random, made for it alone. The answer repeats it, and what the request fires is kept under it. */
export const NONCE_HEADER = "x-check-nonce";
export const NONCE = /^[\w-]{16,64}$/;
export const NONCE_SHAPE = "16 to 64 characters of A-Z, a-z, 0-9, - and _";

/** Evidence of a visit says so where the page's answer was made for an earlier one. */
export const FROM_CACHE = "answered by a cache";

/** By getRandomValues, since a browser has no randomUUID on a page that came over plain http. */
export const newNonce = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join(
    "",
  );

/**
 * For which request an answer was made: `this` one, which carried `nonce`, or `another`, so that a cache kept it.
 * `unsaid`: whoever answered repeats no nonce, as a proxy's own error page does.
 */
export function madeFor(nonce: string, answer: Headers): "this" | "another" | "unsaid" {
  const repeated = answer.get(NONCE_HEADER);
  if (repeated !== null) return repeated === nonce ? "this" : "another";
  // RFC 9111, section 5.1: seconds that a cache has had it; some say 0 of what they only passed on.
  return Number(answer.get("age") ?? 0) > 0 ? "another" : "unsaid";
}

/** The header by which an answer says for which request it was made; none where that carried no nonce. */
export function nonceRepeated({ headers }: { headers: Headers }): Record<string, string> {
  const nonce = headers.get(NONCE_HEADER) ?? "";
  return NONCE.test(nonce) ? { [NONCE_HEADER]: nonce } : {};
}
