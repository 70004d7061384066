import { roundtripIntegration, secretsIntegration, traceSampler } from "@roundtrip/next/sentry";
import * as Sentry from "@sentry/nextjs";
import { COMMIT, IGNORED_TYPES, ignoreTypes, OFF, WITHOUT_PERSONAL_DATA } from "./sentry.shared";

const tracesSampleRate = Number(process.env.SENTRY_TRACE_SAMPLE_RATE) || 0;
const personalData = !OFF.test(process.env.SENTRY_SEND_DEFAULT_PII ?? "");

if (process.env.SENTRY_DSN)
  Sentry.init({
    dsn: process.env.SENTRY_DSN,
    environment: process.env.SENTRY_ENVIRONMENT || "dev",
    release: `${process.env.SENTRY_PROJECT || "roundtrip"}@${COMMIT}`,
    initialScope: { tags: { commit_tag: process.env.COMMIT_TAG || COMMIT } },
    // The sampler decides, and the rate is what the SDK says of itself.
    tracesSampleRate,
    tracesSampler: traceSampler(tracesSampleRate),
    includeServerName: personalData,
    ...(personalData ? {} : { dataCollection: WITHOUT_PERSONAL_DATA }),
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
