import { type Purpose, parametersOf } from "./material.js";

/** The key of a purpose, in every runtime: the edge has no node:crypto. Not extractable, so that nothing can print it. */
export async function deriveKey(purpose: Purpose, material: string): Promise<CryptoKey> {
  const { secret, salt, info } = parametersOf(purpose, material);
  const base = await crypto.subtle.importKey("raw", secret, "HKDF", false, ["deriveKey"]);
  const hmac = { name: "HMAC", hash: "SHA-256", length: 256 };
  return crypto.subtle.deriveKey({ name: "HKDF", hash: "SHA-256", salt, info }, base, hmac, false, [
    "sign",
    "verify",
  ]);
}
