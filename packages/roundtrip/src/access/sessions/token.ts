const utf8 = new TextEncoder();

/** Lives as long as the process: comparing two MACs under a key nobody knows tells nothing about the secret. */
let comparing: Promise<CryptoKey> | undefined;

/**
 * Compares in constant time whatever the lengths: both sides become a SHA-256 MAC and the platform's own
 * verify compares those. Web Crypto, because the edge runtime has no node:crypto.
 */
export async function sameSecret(given: string, expected: string): Promise<boolean> {
  comparing ??= crypto.subtle.generateKey({ name: "HMAC", hash: "SHA-256" }, false, ["sign", "verify"]);
  const key = await comparing;
  const mac = await crypto.subtle.sign("HMAC", key, utf8.encode(expected));
  return crypto.subtle.verify("HMAC", key, mac, utf8.encode(given));
}

const SCHEME = /^bearer(?:\s|$)/i;
const BEARER = /^Bearer ([\x21-\x7e]{1,512})$/i;

/**
 * What an Authorization header offers: undefined when it is no bearer at all (a proxy's Basic, nothing),
 * null when it is a bearer that cannot be a token.
 */
export function bearerOf(headers: Headers): string | null | undefined {
  const value = headers.get("authorization");
  if (value === null || !SCHEME.test(value)) return undefined;
  return BEARER.exec(value)?.[1] ?? null;
}
