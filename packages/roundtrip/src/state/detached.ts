import { AsyncLocalStorage } from "node:async_hooks";
import * as Sentry from "@sentry/nextjs";

/** Where no request is under way: inside one, its scope and Next's patched fetch would be kept for an hour. */
const outside: <T>(work: () => T) => T = AsyncLocalStorage.snapshot();

/**
 * Runs Roundtrip's own background work apart from the request that set it off, and from the process's scope,
 * whose breadcrumbs every request inherits: else its look-ups and warnings would stand in the app's own errors.
 */
export const detached = <T>(work: () => T): T =>
  outside(() => Sentry.withIsolationScope(() => Sentry.suppressTracing(work)));
