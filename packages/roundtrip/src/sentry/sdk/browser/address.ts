import type { DsnReading } from "#sentry/dsn.js";

/** The hosts that the SDK's option tunnelRoute acts on (@sentry/nextjs, client/tunnelRoute.js). */
const OF_TUNNEL_ROUTE = /^o\d+\.ingest(?:\.[a-z]{2})?\.sentry\.io$/;

/**
 * Where the browser's SDK sends to, as far as the server can know; empty without a DSN. A tunnel that is named in the
 * browser's own Sentry.init is known there alone, unless a variable names it, too.
 * @param tunnelRoute the path that the option tunnelRoute made at build
 * @param named the tunnel, where the operator says it
 */
export function browserSendsTo(
  reading: DsnReading,
  origin: string | null,
  tunnelRoute: string | undefined,
  named?: string | undefined,
): string {
  if (reading.state !== "ok") return "";
  if (named) return named;
  const { host, envelopes } = reading.dsn;
  if (!tunnelRoute || origin === null || !OF_TUNNEL_ROUTE.test(host)) return envelopes;
  return new URL(tunnelRoute, origin).href;
}
