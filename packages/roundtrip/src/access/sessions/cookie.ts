import { jwtVerify, SignJWT } from "jose";
import { isLoopbackHost } from "#access/local-request.js";
import { addresses } from "#checks/mount/addresses.js";
import { materialOf, type Secrets } from "#config/keys/material.js";
import { deriveKey } from "#config/keys/web.js";
import { env } from "#config/variables.js";

export interface Session {
  /** The session's own id: what its requests are counted under. */
  jti: string;
  /** Seconds since the epoch. */
  exp: number;
}

export const SESSION_SECONDS = 8 * 3600;
/** Two instances' clocks may differ by this much. */
const CLOCK_TOLERANCE_SECONDS = 30;
export const ISSUER = "roundtrip";
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

/** Loopback over http is the one place where a browser may hold the session without Secure. */
function isPlain(headers: Headers): boolean {
  const proto = headers.get("x-forwarded-proto")?.split(",")[0]?.trim().toLowerCase();
  // A proxy that ends TLS here may rewrite the Host to loopback: an https APP_URL tells.
  const secure = proto === "https" || env().APP_URL?.startsWith("https:");
  return isLoopbackHost(headers.get("host")) && !secure;
}

/**
 * "session" in the name keeps its value out of Sentry: the SDK filters cookies by such words. `__Host-` pins the cookie to this host and https: no
 * sibling domain can plant one. It wants the path `/`: apps at base paths of one host are told apart by their cookies' names.
 */
const sessionCookieName = (headers: Headers): string =>
  `${isPlain(headers) ? "" : "__Host-"}roundtrip_session${addresses().basePath.replace(/\W+/g, "_")}`;

/** Another program on this machine, at another port, can set a cookie of this name beside ours: it must not hide ours. */
const MOST_COOKIES = 4;

/** The values of the session cookies in a Cookie header. */
export function sessionCookies(headers: Headers): string[] {
  const prefix = `${sessionCookieName(headers)}=`;
  return (headers.get("cookie") ?? "")
    .split(";")
    .map((part) => part.trim())
    .filter((part) => part.startsWith(prefix))
    .map((part) => part.slice(prefix.length))
    .slice(0, MOST_COOKIES);
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
