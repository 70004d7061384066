import { z } from "zod";
import { findCheck } from "#checks/catalogue.js";
import { parseCron } from "#checks/schedule/cron.js";
import { APP_ID } from "#config/app/id.js";
import { RELEASE_NAME } from "#config/app/release.js";
import { isHostEntry } from "#network/plain-http.js";
import { DEADLINE_MS } from "#verdict/run.js";

/** Sentry forbids these in release and environment names (docs: "Releases", "Environments"). */
const RELEASE_PART = z
  .string()
  .max(200, "is longer than 200 characters")
  .regex(RELEASE_NAME, "must not hold spaces, slashes or @");
export const httpUrl = z.url({ protocol: /^https?$/, error: "must be an http(s) address" });
/** No request can be made to an address with credentials, and what is said of it would tell them. */
const openUrl = httpUrl.refine(
  (url) => !URL.canParse(url) || new URL(url).username + new URL(url).password === "",
  {
    error: "must hold no user name and no password",
  },
);
/** Other paths are put behind it. */
const baseUrl = openUrl.refine((url) => !/[?#]/.test(url), {
  error: "must end with its path, without ? and #",
});
const whole = (min: number, max: number, fallback: number) =>
  z.coerce
    .number({ error: `must be a whole number from ${min} to ${max}` })
    .int(`must be a whole number from ${min} to ${max}`)
    .min(min, `must be a whole number from ${min} to ${max}`)
    .max(max, `must be a whole number from ${min} to ${max}`)
    .default(fallback);
const flag = (fallback: boolean) => z.stringbool({ error: "must be true or false" }).default(fallback);
/** What becomes a header must be fit for one. */
const headerText = z.string().regex(/^[\x21-\x7e]+$/, "may hold printable ASCII without spaces only");
const HOURS = 3_600_000;
const UNITS: Readonly<Record<string, number>> = { m: 60_000, h: HOURS, d: 24 * HOURS };

const duration = (fallbackMs: number) =>
  z
    .string()
    .regex(/^\d{1,5}\s?[mhd]$/, 'must be a number with a unit, such as "24h" (m, h or d)')
    .transform((value) => Number.parseInt(value, 10) * (UNITS[value.slice(-1)] ?? HOURS))
    .default(fallbackMs);

function isCron(schedule: string): boolean {
  try {
    parseCron(schedule);
    return true;
  } catch {
    return false;
  }
}

/** A request fires these; the errors of the others are raised by a browser. */
const firesAlone = (name: string) => findCheck(name)?.page === undefined;

/** The doctor opens each of them, within seconds. */
const MOST_PAGES = 20;

function listed(text: string): string[] {
  return text
    .split(",")
    .map((one) => one.trim())
    .filter(Boolean);
}

/** Each variable that Roundtrip reads, with its rule and its default. */
export const fields = {
  SENTRY_DSN: z.string().optional(),
  SENTRY_ENVIRONMENT: z
    .string()
    .max(64, "is longer than 64 characters")
    .regex(/^(?!None$)[^\s/]+$/, 'must not hold spaces or slashes, nor be "None"')
    .default("dev"),
  SENTRY_PROJECT: RELEASE_PART.default("roundtrip"),
  COMMIT_SHA: RELEASE_PART.default("latest"),
  COMMIT_TAG: z.string().max(200, "is longer than 200 characters").optional(),
  SENTRY_TRACE_SAMPLE_RATE: z.coerce
    .number({ error: "must be a number from 0 to 1" })
    .min(0, "must be a number from 0 to 1")
    .max(1, "must be a number from 0 to 1")
    .default(0),
  SENTRY_SEND_DEFAULT_PII: flag(true),
  SENTRY_URL: baseUrl.default("https://sentry.io"),
  SENTRY_BROWSER_TUNNEL: openUrl.optional(),
  SENTRY_ORG: z
    .string()
    .regex(/^[a-z0-9][a-z0-9_-]*$/, "must be the organisation's slug: lowercase letters, digits, - and _")
    .optional(),
  SENTRY_API_TOKEN: headerText.optional(),
  INNGEST_APP_ID: z
    .string()
    .regex(APP_ID, "must be at most 100 lower-case letters, digits and dashes, beginning with no dash")
    .optional(),
  INNGEST_SYNC_ON_START: flag(false),
  APP_URL: baseUrl.optional(),
  VERCEL_AUTOMATION_BYPASS_SECRET: headerText.optional(),
  STORE_URL: z
    .string()
    .regex(
      /^(file:.+|rediss?:\/\/.+|libsql:\/\/.+|https?:\/\/.+)$/,
      "must start with file:, redis://, rediss:// or libsql://",
    )
    .refine((url) => url.startsWith("file:") || URL.canParse(url), "must be an address")
    .default("file:.data/roundtrip.db"),
  FIRE_LIMIT_PER_MINUTE: whole(1, 10_000, 30),
  FIRE_LIMIT_PER_HOUR: whole(1, 1_000_000, 300),
  TRUST_PROXY_HOPS: whole(0, 10, 0),
  LOOKUPS_PER_SECOND: whole(1, 100, 5),
  RUN_DEADLINE_SECONDS: whole(5, 3_600, DEADLINE_MS / 1000),
  STATUS_MAX_AGE: duration(24 * HOURS),
  RETENTION_DAYS: whole(1, 3_650, 30),
  CANARY_CRON: z
    .string()
    .refine(isCron, 'must be a cron schedule of five fields, such as "*/30 * * * *"')
    .optional(),
  CANARY_CHECKS: z
    .string()
    .transform(listed)
    .refine((names) => names.length > 0, "names no check")
    .refine((names) => names.every(findCheck), "names a check that does not exist")
    .refine((names) => names.every(firesAlone), "names a check that only a browser can fire")
    .transform((names) => [...new Set(names.map((name) => findCheck(name)?.name ?? name))])
    .optional(),
  CRON_SECRET: headerText
    .min(16, "needs at least 16 characters")
    .max(512, "may have at most 512 characters")
    .optional(),
  DOCTOR_PAGES: z
    .string()
    .transform(listed)
    .refine(
      (pages) => pages.every((page) => /^\/(?![/\\])\S*$/.test(page)),
      'must be paths that begin with "/"',
    )
    .refine((pages) => pages.length <= MOST_PAGES, `may name ${MOST_PAGES} pages at most`)
    .default(["/"]),
  PLAIN_HTTP_HOSTS: z
    .string()
    .transform(listed)
    .refine(
      (hosts) => hosts.every(isHostEntry),
      'must be host names, such as "sentry.internal" or "*.internal"',
    )
    .optional(),
  ALERT_WEBHOOK_URL: httpUrl.optional(),
  HEARTBEAT_URL: httpUrl.optional(),
};
