import { randomBytes } from "node:crypto";

/** The header by which a caller hands its trace on in the SDK's own way. */
export const TRACE_HEADER = "sentry-trace";

/**
 * A value for it, of a parent that says nothing about sampling. Set by hand it keeps the SDK from handing on the
 * trace that happens to be under way.
 */
export const traceHeader = (traceId = randomBytes(16).toString("hex")): string =>
  `${traceId}-${randomBytes(8).toString("hex")}`;
