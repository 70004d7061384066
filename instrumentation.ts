import { waitUntilSent } from "@roundtrip/next/instrumentation";
import * as Sentry from "@sentry/nextjs";

/** A part that cannot start is said and left out: were register() to throw, every page would answer 500. */
async function attempt(what: string, start: () => Promise<unknown>): Promise<void> {
  try {
    await start();
  } catch (error) {
    console.error(
      `roundtrip: ${what} could not be started: ${error instanceof Error ? error.message : "unknown"}`,
    );
  }
}

export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME === "nodejs") {
    await attempt("Sentry", () => import("./sentry.server.config"));
    await attempt("Roundtrip", async () => (await import("./roundtrip")).roundtrip.start());
  }
  if (process.env.NEXT_RUNTIME === "edge") await attempt("Sentry", () => import("./sentry.edge.config"));
}

export const onRequestError = waitUntilSent(Sentry.captureRequestError);
