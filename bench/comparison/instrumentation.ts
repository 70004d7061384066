import * as Sentry from "@sentry/nextjs";

/** One build, two apps: without Roundtrip's wiring, none of its code is loaded. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME === "nodejs") {
    if (process.env.COMPARISON === "roundtrip") {
      await import("@/sentry.server.config");
      await (await import("./roundtrip")).roundtrip.start();
    } else {
      const { startPlain } = await import("./plain");
      startPlain();
    }
  }
  if (process.env.NEXT_RUNTIME === "edge") {
    if (process.env.COMPARISON === "roundtrip") await import("@/sentry.edge.config");
    else (await import("./plain-others")).startPlain(process.env);
  }
}

export const onRequestError = Sentry.captureRequestError;
