import type { Break } from "./host";

/**
 * The server's own init of a host. What stops an event, or what it says of itself, is asked for by variables: one build
 * is broken in several ways.
 * @param more options of the host's own
 */
export const serverInit = (more: string): string => `import * as Sentry from "@sentry/nextjs";

Sentry.init({
  dsn: process.env.SENTRY_DSN,
  environment: process.env.SHOP_STAGE ?? process.env.SENTRY_ENVIRONMENT,
  release: [process.env.SENTRY_PROJECT, process.env.COMMIT_SHA].join("@"),
  initialScope: { tags: { team: "shop", commit_tag: process.env.COMMIT_SHA } },
  beforeSend: (event) => (process.env.SHOP_KEEPS_QUIET ? null : event),
${more}});
`;

export const BREAKS: readonly Break[] = [
  {
    title: "its own beforeSend drops what is sent",
    env: { SHOP_KEEPS_QUIET: "1" },
    cause: "dropped_before_send",
  },
  { title: "its environment is another", env: { SHOP_STAGE: "elsewhere" }, cause: "wrong_environment" },
];

/** For a host whose proxy has a policy. */
export const POLICY: Break = {
  title: "its policy does not admit Sentry",
  env: { SHOP_FORGETS_SENTRY: "1" },
  finding: "csp_blocks_ingest",
};

/** Starts the server's SDK alone. */
export const ONE_RUNTIME = `import * as Sentry from "@sentry/nextjs";

export async function register() {
  if (process.env.NEXT_RUNTIME === "nodejs") await import("./sentry.server.config");
}

export const onRequestError = Sentry.captureRequestError;
`;

/** A strict policy with a nonce for every page, which the app's own Sentry must be in. */
export const PROXY = `import { type NextRequest, NextResponse } from "next/server";

export function proxy(request: NextRequest) {
  const nonce = btoa(crypto.randomUUID());
  const dsn = process.env.SENTRY_DSN;
  const ingest = dsn && !process.env.SHOP_FORGETS_SENTRY ? new URL(dsn).origin : "";
  const policy = [
    "default-src 'self'",
    \`script-src 'self' 'nonce-\${nonce}' 'strict-dynamic'\`,
    \`style-src 'self' 'nonce-\${nonce}'\`,
    \`connect-src 'self' \${ingest}\`,
    "object-src 'none'",
    "base-uri 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
  const headers = new Headers(request.headers);
  headers.set("x-nonce", nonce);
  headers.set("content-security-policy", policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", policy);
  return response;
}

export const config = {
  matcher: [{ source: "/((?!api|_next/static|_next/image|favicon.ico).*)" }],
};
`;
