import { settingsFrom } from "@roundtrip/next/browser-settings";
import { roundtripIntegration, secretsIntegration, traceSampler } from "@roundtrip/next/sentry";
import * as Sentry from "@sentry/nextjs";
import type { BrowserOptions } from "./app/sentry-settings/route";
import { IGNORED_TYPES, ignoreTypes } from "./sentry.shared";

/** A server error reaches the browser again, minified and with a digest: the server has reported it already. */
function isServerError(error: unknown): boolean {
  return typeof error === "object" && error !== null && typeof Reflect.get(error, "digest") === "string";
}

/** Called in the body of instrumentation-client.ts: earlier, the route names are not there yet. */
export function start(): void {
  // Dsn, environment, release and the like, as app/sentry-settings/route.ts answers; null without a DSN.
  const options = settingsFrom<BrowserOptions>("/sentry-settings");
  if (!options) return;
  Sentry.init({
    ...options,
    tracesSampler: traceSampler(options.tracesSampleRate ?? 0),
    transportOptions: { bufferSize: 1_024 },
    beforeSend: (event, hint) => (isServerError(hint.originalException) ? null : event),
    integrations: [
      roundtripIntegration(),
      secretsIntegration({ personalData: options.dataCollection === undefined }),
      ignoreTypes(IGNORED_TYPES),
    ],
  });
}
