import type { Env } from "#config/variables.js";

const LOOPBACK_HOST = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d{1,5})?$/i;
const LOOPBACK_ADDRESS = /^(?:::ffff:)?127(?:\.\d{1,3}){3}$|^::1$/i;

export const isLoopbackHost = (host: string | null): boolean => host !== null && LOOPBACK_HOST.test(host);

const list = (value: string | null) => (value ? value.split(",").map((item) => item.trim()) : []);

/**
 * True when nothing says that the request came over a network. Next fills the x-forwarded headers itself, from
 * the socket and the Host, unless somebody before it did: a tunnel to a developer's machine shows up there.
 */
export function isOnThisMachine(headers: Headers): boolean {
  return (
    isLoopbackHost(headers.get("host")) &&
    list(headers.get("x-forwarded-host")).every(isLoopbackHost) &&
    list(headers.get("x-forwarded-for")).every((address) => LOOPBACK_ADDRESS.test(address))
  );
}

type OriginEnv = Pick<Env, "APP_URL" | "TRUST_PROXY_HOPS">;

/** The hosts under which people reach us: the Host header, APP_URL, and a trusted proxy's x-forwarded-host. */
function ownHosts(headers: Headers, env: OriginEnv): Set<string> {
  const hosts = new Set<string>();
  const host = headers.get("host");
  if (host) hosts.add(host.toLowerCase());
  if (env.APP_URL) hosts.add(new URL(env.APP_URL).host);
  const forwarded = env.TRUST_PROXY_HOPS > 0 ? list(headers.get("x-forwarded-host")).at(-1) : undefined;
  if (forwarded) hosts.add(forwarded.toLowerCase());
  return hosts;
}

/** Null for "null", for several values and for anything that is no address. */
function hostOf(origin: string): string | null {
  return /^https?:\/\/[^/\s,]+$/i.test(origin) && URL.canParse(origin) ? new URL(origin).host : null;
}

/** Browsers say where a request comes from; scripts can forge neither header. "none" is the address bar. */
export function isFromElsewhere(headers: Headers, env: OriginEnv): boolean {
  const site = headers.get("sec-fetch-site");
  if (site !== null && site !== "same-origin" && site !== "none") return true;
  const origin = headers.get("origin");
  if (origin === null) return false;
  const host = hostOf(origin);
  return host === null || !ownHosts(headers, env).has(host);
}

/** True only when the browser says so itself: absence of both headers is no proof. */
export function isFromOurOrigin(headers: Headers, env: OriginEnv): boolean {
  if (isFromElsewhere(headers, env)) return false;
  const site = headers.get("sec-fetch-site");
  return site === "same-origin" || (site === null && headers.get("origin") !== null);
}
