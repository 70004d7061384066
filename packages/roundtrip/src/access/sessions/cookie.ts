import { jwtVerify, SignJWT } from "jose";
import { materialOf, type Secrets } from "#config/keys/material.js";
import { deriveKey } from "#config/keys/web.js";
import { ISSUER, isPlain, sessionCookieName, sessionCookies } from "./name.js";

export interface Session {
  /** The session's own id: what its requests are counted under. */
  jti: string;
  /** Seconds since the epoch. */
  exp: number;
}

export const SESSION_SECONDS = 8 * 3600;
/** Two instances' clocks may differ by this much. */
const CLOCK_TOLERANCE_SECONDS = 30;
const AUDIENCE = "admin";
const MAX_TOKEN_LENGTH = 1024;

const keyOf = (secrets: Secrets): Promise<CryptoKey> => deriveKey("session", materialOf(secrets));

/** @param now seconds since the epoch */
export async function issueSession(
  secrets: Secrets,
  now = Math.floor(Date.now() / 1000),
): Promise<{ token: string; session: Session }> {
  const session = { jti: crypto.randomUUID(), exp: now + SESSION_SECONDS };
  const token = await new SignJWT({})
    .setProtectedHeader({ alg: "HS256" })
    .setIssuer(ISSUER)
    .setAudience(AUDIENCE)
    .setIssuedAt(now)
    .setExpirationTime(session.exp)
    .setJti(session.jti)
    .sign(await keyOf(secrets));
  return { token, session };
}

/** Null for whatever is not a session of ours that is still good. */
export async function readSession(token: string | undefined, secrets: Secrets): Promise<Session | null> {
  if (!token || token.length > MAX_TOKEN_LENGTH) return null;
  try {
    const { payload } = await jwtVerify(token, await keyOf(secrets), {
      algorithms: ["HS256"],
      issuer: ISSUER,
      audience: AUDIENCE,
      maxTokenAge: SESSION_SECONDS,
      clockTolerance: CLOCK_TOLERANCE_SECONDS,
      requiredClaims: ["exp", "jti"],
    });
    const { jti, exp } = payload;
    return typeof jti === "string" && typeof exp === "number" ? { jti, exp } : null;
  } catch {
    return null;
  }
}

/** The sessions in a Cookie header that are still good by themselves. */
export async function readSessions(headers: Headers, secrets: Secrets): Promise<Session[]> {
  const read = await Promise.all(sessionCookies(headers).map((token) => readSession(token, secrets)));
  return read.filter((one) => one !== null);
}

/** A Set-Cookie value; an empty token clears the cookie. `headers` are the request's. */
export function setSessionCookie(headers: Headers, token: string): string {
  const secure = isPlain(headers) ? [] : ["Secure"];
  const attributes = ["Path=/", "HttpOnly", "SameSite=Strict", `Max-Age=${token ? SESSION_SECONDS : 0}`];
  return [`${sessionCookieName(headers)}=${token}`, ...attributes, ...secure].join("; ");
}
