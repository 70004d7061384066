import {
  roundtripIntegration,
  secretsIntegration,
  sentrySettings,
  traceSampler,
} from "@roundtrip/next/sentry";
import * as Sentry from "@sentry/nextjs";
import { IGNORED_TYPES, ignoreTypes, WITHOUT_PERSONAL_DATA } from "./sentry.shared";

/** SENTRY_DSN and the other variables, read when the server starts; null without a DSN. */
const settings = sentrySettings();

if (settings)
  Sentry.init({
    dsn: settings.dsn,
    // SENTRY_ENVIRONMENT, or "dev"
    environment: settings.environment,
    // SENTRY_PROJECT@COMMIT_SHA
    release: settings.release,
    initialScope: { tags: { commit_tag: settings.commitTag } },
    // SENTRY_TRACE_SAMPLE_RATE, or 0. The sampler decides, and the rate is what the SDK says of itself.
    tracesSampleRate: settings.tracesSampleRate,
    tracesSampler: traceSampler(settings.tracesSampleRate),
    // SENTRY_SEND_DEFAULT_PII, or true
    includeServerName: settings.sendDefaultPii,
    ...(settings.sendDefaultPii ? {} : { dataCollection: WITHOUT_PERSONAL_DATA }),
    // Sixty errors at one moment fit; the SDK's own 64 places are shared with spans and sessions.
    transportOptions: { bufferSize: 1_024 },
    integrations: [
      roundtripIntegration(),
      secretsIntegration(),
      ignoreTypes(IGNORED_TYPES),
      Sentry.pinoIntegration({ error: { levels: ["error", "fatal"] } }),
      Sentry.redisIntegration(),
    ],
  });
