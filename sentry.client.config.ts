import { startBrowser } from "@roundtrip/next/sentry/sdk/browser/start";

/** Called in the body of instrumentation-client.ts: earlier, the route names are not there yet. */
export const start = startBrowser;
