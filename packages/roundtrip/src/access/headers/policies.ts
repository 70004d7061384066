import { readDsn } from "#sentry/dsn.js";

const DASHBOARD = "/admin/sentry";
/** Raise errors in a frame of the dashboard, so that the dashboard itself stays whole: of `sentry-browser`, and of own checks. */
const FRAMED = /^\/admin\/checks\/(?:browser|sentry-[a-z0-9-]+)\/./;
/** Next's development server evaluates code and adds styles of its own. */
const DEVELOPMENT = process.env.NODE_ENV === "development";

interface PolicyOptions {
  development?: boolean;
  path?: string;
  tunnel?: string | undefined;
}

/** Empty for what is no address of the web: an origin holds nothing that could end a directive. */
function originOf(address = ""): string {
  const url = URL.canParse(address) ? new URL(address) : null;
  return url && /^https?:$/.test(url.protocol) ? url.origin : "";
}

/**
 * The policy of Roundtrip's own pages: scripts and styles of this very answer, requests to this app and to
 * where the browser SDK sends its errors.
 * @param nonce random, made for one answer
 * @param path of the page: the dashboard alone may frame, and only pages that raise in a browser be framed
 * @param dsn the browser's DSN; without its origin in `connect-src` browser errors are lost without a word
 * @param options.tunnel where the browser's SDK sends to instead, where that is another host
 */
export function contentSecurityPolicy(
  nonce: string,
  dsn: string | null,
  { development = DEVELOPMENT, path = "", tunnel }: PolicyOptions = {},
): string {
  const reading = readDsn(dsn ?? undefined);
  const places = reading.state === "ok" ? [reading.dsn.origin, originOf(tunnel)] : [];
  const connects = [...new Set(["'self'", ...places.filter(Boolean)])].join(" ");
  return [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ""}`,
    `style-src 'self' ${development ? "'unsafe-inline'" : `'nonce-${nonce}'`}`,
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src ${connects}`,
    "manifest-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    ...(path === DASHBOARD ? ["frame-src 'self'"] : []),
    `frame-ancestors ${FRAMED.test(path) ? "'self'" : "'none'"}`,
  ].join("; ");
}

/** Next reads the nonce for its own tags from the policy in the request's headers. */
export function pageHeaders(
  request: Headers,
  dsn: string | null,
  options: Pick<PolicyOptions, "path" | "tunnel"> = {},
): { request: Headers; response: Headers } {
  const policy = contentSecurityPolicy(btoa(crypto.randomUUID()), dsn, options);
  const forwarded = new Headers(request);
  forwarded.set("content-security-policy", policy);
  const response = new Headers({ "content-security-policy": policy });
  return { request: forwarded, response };
}
