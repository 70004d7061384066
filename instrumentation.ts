import { waitUntilSent } from "@roundtrip/next/sentry/sdk/wait-until";
import * as Sentry from "@sentry/nextjs";

/** Sentry that cannot start is said and left out: were register() to throw, every page would answer 500. */
async function attempt(start: () => Promise<unknown>): Promise<void> {
  try {
    await start();
  } catch (error) {
    console.error(`Sentry could not be started: ${error instanceof Error ? error.message : "unknown"}`);
  }
}

export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME === "nodejs") {
    await attempt(() => import("./sentry.server.config"));
    await (await import("./roundtrip")).roundtrip.start();
  }
  if (process.env.NEXT_RUNTIME === "edge") await attempt(() => import("./sentry.edge.config"));
}

export const onRequestError = waitUntilSent(Sentry.captureRequestError);
