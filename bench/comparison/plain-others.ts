import * as Sentry from "@sentry/nextjs";
import { IGNORED_TYPES, ignoreTypes } from "@/sentry.shared";

type Variables = Readonly<Record<string, string | undefined>>;

/** As plain.ts, in edge and browser, which have neither pino nor Redis. */
export function startPlain({ SENTRY_DSN, SENTRY_ENVIRONMENT, SENTRY_PROJECT, COMMIT_SHA }: Variables): void {
  Sentry.init({
    dsn: SENTRY_DSN ?? "",
    environment: SENTRY_ENVIRONMENT ?? "dev",
    release: `${SENTRY_PROJECT}@${COMMIT_SHA}`,
    initialScope: { tags: { commit_tag: COMMIT_SHA ?? "latest" } },
    tracesSampleRate: 0,
    integrations: [ignoreTypes(IGNORED_TYPES)],
  });
}
