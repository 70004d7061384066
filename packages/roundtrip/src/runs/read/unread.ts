import type { Env } from "#config/variables.js";
import type { BackendKind } from "#sentry/read/backend.js";
import { isSaas } from "#sentry/read/open.js";

/** Which variable keeps events from being read back; null: none does. */
export type Unread = "SENTRY_API_TOKEN" | "SENTRY_DSN" | "SENTRY_URL" | "SENTRY_ORG" | null;

/** @param backend what takes the events; null when it did not say */
export function unread(
  {
    SENTRY_API_TOKEN,
    SENTRY_ORG,
    dsn,
    namesSentryUrl,
  }: Pick<Env, "SENTRY_API_TOKEN" | "SENTRY_ORG" | "dsn" | "namesSentryUrl">,
  backend: BackendKind | null,
): Unread {
  // Nothing is read from a GlitchTip, whatever is set.
  if (backend === "glitchtip") return null;
  if (!SENTRY_API_TOKEN) return "SENTRY_API_TOKEN";
  if (dsn.state !== "ok") return "SENTRY_DSN";
  if (!namesSentryUrl && !isSaas(dsn.dsn.host)) return "SENTRY_URL";
  // Bugsink has no organisations.
  return SENTRY_ORG || backend === "bugsink" ? null : "SENTRY_ORG";
}
