import { readDsn } from "#sentry/dsn.js";

const DASHBOARD = "/admin/sentry";
/** Raises errors in a frame of the dashboard, so that the dashboard itself stays whole. */
const FRAMED = "/admin/checks/browser/";
/** Next's development server evaluates code and adds styles of its own. */
const DEVELOPMENT = process.env.NODE_ENV === "development";

/**
 * The policy of Roundtrip's own pages: scripts and styles of this very answer, requests to this app and to
 * where the browser SDK sends its errors.
 * @param nonce random, made for one answer
 * @param path of the page: the dashboard alone may frame, and only the page that raises in a browser
 * @param dsn the browser's DSN; without its origin in `connect-src` browser errors are lost without a word
 */
export function contentSecurityPolicy(
  nonce: string,
  dsn: string | null,
  { development = DEVELOPMENT, path = "" }: { development?: boolean; path?: string } = {},
): string {
  const reading = readDsn(dsn ?? undefined);
  const ingest = reading.state === "ok" ? ` ${reading.dsn.origin}` : "";
  return [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ""}`,
    `style-src 'self' ${development ? "'unsafe-inline'" : `'nonce-${nonce}'`}`,
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src 'self'${ingest}`,
    "manifest-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    ...(path === DASHBOARD ? ["frame-src 'self'"] : []),
    `frame-ancestors ${path.startsWith(FRAMED) ? "'self'" : "'none'"}`,
  ].join("; ");
}

/** Next reads the nonce for its own tags from the policy in the request's headers. */
export function pageHeaders(
  request: Headers,
  dsn: string | null,
  path = "",
): { request: Headers; response: Headers } {
  const policy = contentSecurityPolicy(btoa(crypto.randomUUID()), dsn, { path });
  const forwarded = new Headers(request);
  forwarded.set("content-security-policy", policy);
  const response = new Headers({ "content-security-policy": policy });
  return { request: forwarded, response };
}
