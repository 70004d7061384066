import { createSecretKey, hkdfSync, type KeyObject } from "node:crypto";
import { type Purpose, parametersOf } from "./material.js";

/** The same key as `deriveKey` gives, at once: for what cannot wait. */
export function keyOf(purpose: Purpose, material: string): KeyObject {
  const { secret, salt, info } = parametersOf(purpose, material);
  return createSecretKey(new Uint8Array(hkdfSync("sha256", secret, salt, info, 32)));
}
