import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { ISSUER, sessionCookies } from "#access/sessions/name.js";
import { bearerOf } from "#access/sessions/token.js";
import { materialOf } from "#config/keys/material.js";
import { keyOf } from "#config/keys/node.js";
import { env } from "#config/variables.js";

const digest = (text: string) => createHash("sha256").update(text).digest();

type RequestHeaders = Readonly<Record<string, string>>;

/**
 * True for a request that bears ADMIN_TOKEN or a session of ours, and for any in open mode. Answers at once, as the
 * SDK's sampler must; it admits to nothing, and does not know which sessions have been ended.
 */
export function bearsToken(headers: RequestHeaders): boolean {
  const { access, ADMIN_TOKEN, SESSION_SECRET } = env();
  if (access === "open") return true;
  if (!ADMIN_TOKEN) return false;
  const given = new Headers();
  for (const name of ["authorization", "cookie", "host", "x-forwarded-proto"])
    if (headers[name] !== undefined) given.set(name, headers[name]);
  const bearer = bearerOf(given);
  if (bearer != null) return timingSafeEqual(digest(bearer), digest(ADMIN_TOKEN));
  const material = materialOf({ ADMIN_TOKEN, SESSION_SECRET });
  return sessionCookies(given).some((token) => isSession(token, material));
}

/** By its signature and its end, as `readSession` has them. */
function isSession(token: string, material: string): boolean {
  const [header = "", payload = "", signature = "", ...more] = token.split(".");
  if (!/^[\w-]{43}$/.test(signature) || more.length > 0) return false;
  const mac = createHmac("sha256", keyOf("session", material)).update(`${header}.${payload}`).digest();
  if (!timingSafeEqual(mac, Buffer.from(signature, "base64url"))) return false;
  const { iss, exp } = JSON.parse(Buffer.from(payload, "base64url").toString()) as {
    iss?: string;
    exp?: number;
  };
  return iss === ISSUER && typeof exp === "number" && exp * 1000 > Date.now();
}
