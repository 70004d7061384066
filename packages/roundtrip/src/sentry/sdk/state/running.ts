import * as Sentry from "@sentry/nextjs";
import { env } from "#config/variables.js";
import { type DsnReading, readDsn } from "#sentry/dsn.js";

/** The SDK's own, where its options name none. */
const DEFAULT_ENVIRONMENT = "production";
const NO_RELEASE = "none";

/** What this server's events say that they come from: the running client's word, and the variables' where there is none. */
export function runningAs(): { release: string; environment: string } {
  const options = Sentry.getClient()?.getOptions();
  const { release, SENTRY_ENVIRONMENT } = env();
  if (!options) return { release, environment: SENTRY_ENVIRONMENT };
  return {
    release: options.release ?? NO_RELEASE,
    environment: options.environment ?? DEFAULT_ENVIRONMENT,
  };
}

/** The DSN that this server's client was given, wherever the app has it from; SENTRY_DSN where there is no client. */
export function runningDsn(): { text: string | undefined; reading: DsnReading } {
  const given = Sentry.getClient()?.getOptions().dsn;
  const { SENTRY_DSN, dsn } = env();
  return given ? { text: given, reading: readDsn(given) } : { text: SENTRY_DSN, reading: dsn };
}
