import * as Sentry from "@sentry/nextjs";
import { IGNORED_TYPES, ignoreTypes } from "@/sentry.shared";

/** Sentry as a team sets it up by hand: the recipe's options, nothing of Roundtrip. */
export function startPlain(): void {
  const { SENTRY_DSN, SENTRY_ENVIRONMENT, SENTRY_PROJECT, COMMIT_SHA } = process.env;
  Sentry.init({
    dsn: SENTRY_DSN ?? "",
    environment: SENTRY_ENVIRONMENT ?? "dev",
    release: `${SENTRY_PROJECT}@${COMMIT_SHA}`,
    initialScope: { tags: { commit_tag: COMMIT_SHA ?? "latest" } },
    tracesSampleRate: Number(process.env.SENTRY_TRACE_SAMPLE_RATE ?? 0),
    integrations: [
      ignoreTypes(IGNORED_TYPES),
      Sentry.pinoIntegration({ error: { levels: ["error", "fatal"] } }),
      Sentry.redisIntegration(),
    ],
  });
}
