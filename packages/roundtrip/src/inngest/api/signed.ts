import { createHmac, timingSafeEqual } from "node:crypto";

/** Inngest's SDK takes no signature that is further away than this. */
const MAX_AGE_SECONDS = 5 * 60;
/** Inngest signs a canonical form and sends that very text; a small body may have been sent in another. */
const REWRITTEN_BYTES = 64 * 1024;

export interface Signature {
  /** Seconds since the epoch, as it was signed. */
  t: string;
  mac: Buffer;
}

/** `t=<seconds>&s=<HMAC-SHA256>` of `x-inngest-signature`; null for what cannot be a good one, now. */
export function readSignature(header: string | null, now = Date.now()): Signature | null {
  const given = new URLSearchParams(header ?? "");
  const [t, mac] = [given.get("t") ?? "", given.get("s") ?? ""];
  if (!/^\d{1,12}$/.test(t) || !/^[0-9a-f]{64}$/.test(mac)) return null;
  return Math.abs(now / 1000 - Number(t)) <= MAX_AGE_SECONDS ? { t, mac: Buffer.from(mac, "hex") } : null;
}

/**
 * Whether one of `keys` signed this body. The bytes are looked at as they came, before anybody parses them; only a
 * small body is also tried in the canonical form (RFC 8785).
 */
export function isSigned(body: Uint8Array, { t, mac }: Signature, keys: readonly string[]): boolean {
  const signs = (form: Uint8Array | string) =>
    keys.some((key) => {
      const hmac = createHmac("sha256", key.replace(/^signkey-\w+-/, ""));
      return timingSafeEqual(mac, hmac.update(form).update(t).digest());
    });
  if (signs(body)) return true;
  const other = body.byteLength > 0 && body.byteLength <= REWRITTEN_BYTES ? canonical(body) : null;
  return other !== null && signs(other);
}

function canonical(body: Uint8Array): string | null {
  try {
    return JSON.stringify(JSON.parse(new TextDecoder().decode(body)), (_, value: unknown) =>
      typeof value === "object" && value !== null && !Array.isArray(value)
        ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
        : value,
    );
  } catch {
    return null;
  }
}
