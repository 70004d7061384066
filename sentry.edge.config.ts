import {
  roundtripIntegration,
  secretsIntegration,
  sentrySettings,
  traceSampler,
} from "@roundtrip/next/sentry";
import * as Sentry from "@sentry/nextjs";
import { IGNORED_TYPES, ignoreTypes, WITHOUT_PERSONAL_DATA } from "./sentry.shared";

const settings = sentrySettings();

// As in sentry.server.config.ts, for what runs in the edge runtime.
if (settings)
  Sentry.init({
    dsn: settings.dsn,
    environment: settings.environment,
    release: settings.release,
    initialScope: { tags: { commit_tag: settings.commitTag } },
    tracesSampleRate: settings.tracesSampleRate,
    tracesSampler: traceSampler(settings.tracesSampleRate),
    ...(settings.sendDefaultPii ? {} : { dataCollection: WITHOUT_PERSONAL_DATA }),
    transportOptions: { bufferSize: 1_024 },
    integrations: [roundtripIntegration(), secretsIntegration(), ignoreTypes(IGNORED_TYPES)],
  });
