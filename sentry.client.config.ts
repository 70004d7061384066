import { startBrowser } from "@/sentry/browser";

/** Called in the body of instrumentation-client.ts: earlier, the route names are not there yet. */
export const start = startBrowser;
