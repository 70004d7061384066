import { roundtripIntegration, secretsIntegration, traceSampler } from "@roundtrip/next/sentry";
import * as Sentry from "@sentry/nextjs";
import { COMMIT, IGNORED_TYPES, ignoreTypes, OFF, WITHOUT_PERSONAL_DATA } from "./sentry.shared";

const tracesSampleRate = Number(process.env.SENTRY_TRACE_SAMPLE_RATE) || 0;
const personalData = !OFF.test(process.env.SENTRY_SEND_DEFAULT_PII ?? "");

// As in sentry.server.config.ts, for what runs in the edge runtime.
if (process.env.SENTRY_DSN)
  Sentry.init({
    dsn: process.env.SENTRY_DSN,
    environment: process.env.SENTRY_ENVIRONMENT || "dev",
    release: `${process.env.SENTRY_PROJECT || "roundtrip"}@${COMMIT}`,
    initialScope: { tags: { commit_tag: process.env.COMMIT_TAG || COMMIT } },
    tracesSampleRate,
    tracesSampler: traceSampler(tracesSampleRate),
    ...(personalData ? {} : { dataCollection: WITHOUT_PERSONAL_DATA }),
    transportOptions: { bufferSize: 1_024 },
    integrations: [roundtripIntegration(), secretsIntegration(), ignoreTypes(IGNORED_TYPES)],
  });
