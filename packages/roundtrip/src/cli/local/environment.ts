import { randomBytes } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import type { Shell } from "#cli/shell.js";
import type { InngestFacts, SentryFacts } from "./stand-ins.js";

type Variables = Readonly<Record<string, string | undefined>>;
/** Those that Next.js reads, under `next dev` or `next start`. */
const FILES = [".env", ".env.local", ".env.development", ".env.development.local", ".env.production"];

/** An app that has a token of its own keeps it. */
function token(folder: string, given: Variables): Record<string, string> {
  const texts = FILES.map((name) => join(folder, name))
    .filter((file) => existsSync(file))
    .map((file) => readFileSync(file, "utf8"));
  const isSet =
    given.ADMIN_TOKEN !== undefined || texts.some((text) => /^\s*(export\s+)?ADMIN_TOKEN=\S/m.test(text));
  return isSet ? {} : { ADMIN_TOKEN: randomBytes(32).toString("base64url") };
}

/** What points an app at the stand-ins. An empty one is unset, whatever an .env file says: dotenv leaves it alone. */
function pointed(sentry: SentryFacts, inngest: InngestFacts | null): Record<string, string> {
  return {
    SENTRY_DSN: sentry.dsn,
    // Read by the browser's init that `init` writes.
    NEXT_PUBLIC_SENTRY_DSN: sentry.dsn,
    SENTRY_URL: sentry.url,
    SENTRY_ORG: sentry.org,
    SENTRY_API_TOKEN: sentry.token,
    // Nothing is uploaded: the local Sentry reads the maps where they are.
    SENTRY_AUTH_TOKEN: "",
    // The app then reaches itself at the port that it has taken.
    APP_URL: "",
    LOOKUPS_PER_SECOND: "50",
    ...(inngest && {
      INNGEST_DEV: "0",
      INNGEST_BASE_URL: inngest.url,
      INNGEST_EVENT_KEY: inngest.eventKey,
      INNGEST_SIGNING_KEY: inngest.signingKey,
      // Inngest learns the app's port from the app itself.
      INNGEST_SYNC_ON_START: "true",
    }),
  };
}

export function environmentOf(
  folder: string,
  { env, stdout }: Shell,
  sentry: SentryFacts,
  inngest: InngestFacts | null,
): Record<string, string | undefined> {
  const isColoured = stdout.isTTY && env.NO_COLOR === undefined && env.FORCE_COLOR === undefined;
  return {
    ...env,
    ...pointed(sentry, inngest),
    ...token(folder, env),
    // Its output is read on its way: the program would think that nobody sees colours.
    ...(isColoured && { FORCE_COLOR: "1" }),
    PATH: [join(folder, "node_modules/.bin"), env.PATH].filter(Boolean).join(delimiter),
  };
}
