import { isLoopbackHost } from "#access/local-request.js";
import { addresses } from "#checks/mount/addresses.js";
import { env } from "#config/variables.js";

export const ISSUER = "roundtrip";

/** Loopback over http is the one place where a browser may hold the session without Secure. */
export function isPlain(headers: Headers): boolean {
  const proto = headers.get("x-forwarded-proto")?.split(",")[0]?.trim().toLowerCase();
  // A proxy that ends TLS here may rewrite the Host to loopback: an https APP_URL tells.
  const secure = proto === "https" || env().APP_URL?.startsWith("https:");
  return isLoopbackHost(headers.get("host")) && !secure;
}

/**
 * "session" in the name keeps its value out of Sentry: the SDK filters cookies by such words. `__Host-` pins the cookie to this host and https: no
 * sibling domain can plant one. It wants the path `/`: apps at base paths of one host are told apart by their cookies' names.
 */
export const sessionCookieName = (headers: Headers): string =>
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
