import { createHash, createHmac, timingSafeEqual } from "node:crypto";

/** Both sides refuse a signature whose time is further away than this (the SDK's own five minutes). */
const MAX_AGE_SECONDS = 300;
const PREFIX = /^signkey-\w+-/;

/** A signing key is `signkey-<environment>-<hex>`: the SDK hashes the hex part as bytes. */
export function isSigningKey(key: string): boolean {
  return /^signkey-\w+-([0-9a-f]{2})+$/i.test(key);
}

/** `x-inngest-signature` for a body: `t=<unix seconds>&s=<hex HMAC-SHA256 over body and t>`. */
export function signBody(body: string, signingKey: string, now: Date): string {
  const t = Math.floor(now.getTime() / 1000).toString();
  return `t=${t}&s=${digest(body, signingKey, t)}`;
}

/** True when the header was made with this key over this very body, within five minutes of `now`. */
export function verifyBody(header: string, body: string, signingKey: string, now: Date): boolean {
  const params = new URLSearchParams(header);
  const t = params.get("t") ?? "";
  const age = Math.abs(now.getTime() / 1000 - Number(t));
  if (!/^\d+$/.test(t) || age > MAX_AGE_SECONDS) return false;
  return sameText(params.get("s") ?? "", digest(body, signingKey, t));
}

/** What an app sends in place of its key when it registers: the prefix and the SHA-256 of the key's bytes. */
export function hashSigningKey(signingKey: string): string {
  const prefix = PREFIX.exec(signingKey)?.[0] ?? "";
  const bytes = Buffer.from(signingKey.replace(PREFIX, ""), "hex");
  return `${prefix}${createHash("sha256").update(bytes).digest("hex")}`;
}

/** Compares without telling by its time where two texts differ. */
export function sameText(a: string, b: string): boolean {
  const [left, right] = [a, b].map((text) => createHash("sha256").update(text).digest());
  return left !== undefined && right !== undefined && timingSafeEqual(left, right);
}

function digest(body: string, signingKey: string, t: string): string {
  return createHmac("sha256", signingKey.replace(PREFIX, "")).update(body).update(t).digest("hex");
}
