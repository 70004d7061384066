import { env } from "#config/variables.js";
import type { SentrySettings } from "#sentry/sdk/settings.js";

/** What the SDK is started with; null without a usable DSN, which is a finding and no error. */
export function sentrySettings(): SentrySettings | null {
  const { dsn, SENTRY_DSN, SENTRY_ENVIRONMENT, release, COMMIT_TAG, SENTRY_TRACE_SAMPLE_RATE } = env();
  if (dsn.state !== "ok" || !SENTRY_DSN) return null;
  return {
    dsn: SENTRY_DSN,
    environment: SENTRY_ENVIRONMENT,
    release,
    commitTag: COMMIT_TAG,
    tracesSampleRate: SENTRY_TRACE_SAMPLE_RATE,
    sendDefaultPii: env().SENTRY_SEND_DEFAULT_PII,
  };
}
