import type { Env } from "#config/variables.js";
import type { BackendKind } from "#sentry/read/backend.js";

/** Which variable keeps events from being read back; null: none does. */
export type Unread = "SENTRY_API_TOKEN" | "SENTRY_DSN" | "SENTRY_ORG" | null;

/** @param backend what answers at SENTRY_URL; null when it did not say */
export function unread(
  { SENTRY_API_TOKEN, SENTRY_ORG, dsn }: Pick<Env, "SENTRY_API_TOKEN" | "SENTRY_ORG" | "dsn">,
  backend: BackendKind | null,
): Unread {
  if (!SENTRY_API_TOKEN) return "SENTRY_API_TOKEN";
  if (dsn.state !== "ok") return "SENTRY_DSN";
  // Bugsink has no organisations.
  return SENTRY_ORG || backend === "bugsink" ? null : "SENTRY_ORG";
}
