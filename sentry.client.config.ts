import {
  roundtripIntegration,
  secretsIntegration,
  sentrySettings,
  traceSampler,
} from "@roundtrip/next/sentry";
import * as Sentry from "@sentry/nextjs";
import { IGNORED_TYPES, ignoreTypes, WITHOUT_PERSONAL_DATA } from "./sentry.shared";

/** A server error reaches the browser again, minified and with a digest: the server has reported it already. */
function isServerError(error: unknown): boolean {
  return typeof error === "object" && error !== null && typeof Reflect.get(error, "digest") === "string";
}

/** Called in the body of instrumentation-client.ts: earlier, the route names are not there yet. */
export function start(): void {
  // What the server says of its variables in each page: one build serves every environment.
  const settings = sentrySettings();
  if (!settings) return;
  Sentry.init({
    dsn: settings.dsn,
    environment: settings.environment,
    release: settings.release,
    initialScope: { tags: { commit_tag: settings.commitTag } },
    tracesSampleRate: settings.tracesSampleRate,
    tracesSampler: traceSampler(settings.tracesSampleRate),
    ...(settings.sendDefaultPii ? {} : { dataCollection: WITHOUT_PERSONAL_DATA }),
    transportOptions: { bufferSize: 1_024 },
    beforeSend: (event, hint) => (isServerError(hint.originalException) ? null : event),
    integrations: [roundtripIntegration(), secretsIntegration(), ignoreTypes(IGNORED_TYPES)],
  });
}
