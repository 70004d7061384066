import { addresses } from "#checks/mount/addresses.js";
import { env } from "#config/variables.js";
import { isThisMachine } from "#network/egress.js";

/**
 * Where this app answers to itself. Never taken from a request: a forged Host would receive the token.
 * Without APP_URL it is the port that Next listens on, which only a server with a port of its own has.
 */
export function ownOrigin(): string | null {
  const { APP_URL } = env();
  return APP_URL ? withoutBase(APP_URL.replace(/\/$/, "")) : ownProcess();
}

/** People write APP_URL with the app's base path or without it; our addresses have it in any case. */
function withoutBase(url: string): string {
  const { basePath } = addresses();
  return basePath && url.endsWith(basePath) ? url.slice(0, -basePath.length) : url;
}

/**
 * Where this very process answers, past whatever stands before its instances and below no path that a proxy adds;
 * null where it has no port of its own.
 */
export function ownProcess(): string | null {
  const { PORT: port, __NEXT_PRIVATE_ORIGIN: listening } = process.env;
  if (!port || !/^\d+$/.test(port)) return null;
  // A server that was given a name to listen at (Docker sets HOSTNAME to the container's) does not answer on loopback.
  if (listening && URL.canParse(listening) && !isThisMachine(new URL(listening).hostname)) return listening;
  return `http://127.0.0.1:${port}`;
}

/**
 * Headers of every request that the app sends to itself: they let it past Vercel's deployment protection, which asks
 * everybody for a login, the app's own requests included.
 */
export function ownHeaders(): Record<string, string> {
  const secret = env().VERCEL_AUTOMATION_BYPASS_SECRET;
  return secret ? { "x-vercel-protection-bypass": secret } : {};
}
