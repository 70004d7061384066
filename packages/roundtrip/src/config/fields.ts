import { findCheck } from "#checks/catalogue.js";
import { parseCron } from "#checks/schedule/cron.js";
import { APP_ID } from "#config/app/id.js";
import { RELEASE_NAME } from "#config/app/release.js";
import { isHostEntry } from "#network/plain-http.js";
import { DEADLINE_MS } from "#verdict/deadlines.js";
import {
  atMost,
  type Field,
  flag,
  listed,
  match,
  must,
  mustEach,
  optional,
  rate,
  text,
  whole,
} from "./field.js";

/** Sentry forbids these in release and environment names (docs: "Releases", "Environments"). */
const RELEASE_PART = [atMost(200), match(RELEASE_NAME, "must not hold spaces, slashes or @")];
export const isHttpUrl = (url: string): boolean => /^https?:\/\//i.test(url) && URL.canParse(url);
const HTTP_URL = must(isHttpUrl, "must be an http(s) address");
/** No request can be made to an address with credentials, and what is said of it would tell them. */
const OPEN_URL = [
  HTTP_URL,
  must(
    (url) => !URL.canParse(url) || new URL(url).username + new URL(url).password === "",
    "must hold no user name and no password",
  ),
];
/** Other paths are put behind it. */
const BASE_URL = [...OPEN_URL, match(/^[^?#]*$/, "must end with its path, without ? and #")];
/** What becomes a header must be fit for one. */
const HEADER_TEXT = match(/^[\x21-\x7e]+$/, "may hold printable ASCII without spaces only");
const HOURS = 3_600_000;
const UNITS: Readonly<Record<string, number>> = { m: 60_000, h: HOURS, d: 24 * HOURS };

const duration = (fallback: number): Field<number> => ({
  rules: [match(/^\d{1,5}\s?[mhd]$/, 'must be a number with a unit, such as "24h" (m, h or d)')],
  convert: (value) => Number.parseInt(value, 10) * (UNITS[value.slice(-1)] ?? HOURS),
  fallback,
});

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
const isCheck = (name: string) => findCheck(name) !== undefined;
/** Each once, by its own name. */
const checkNames = (names: string): string[] => [
  ...new Set(listed(names).map((name) => findCheck(name)?.name ?? name)),
];

/** The doctor opens each of them, within seconds. */
const MOST_PAGES = 20;
const LISTED: Pick<Field<string[] | undefined>, "convert" | "fallback"> = {
  convert: listed,
  fallback: undefined,
};

/** Each variable that Roundtrip reads, with its rule and its default. */
export const fields = {
  SENTRY_DSN: optional(),
  SENTRY_ENVIRONMENT: text(
    "dev",
    atMost(64),
    match(/^(?!None$)[^\s/]+$/, 'must not hold spaces or slashes, nor be "None"'),
  ),
  SENTRY_PROJECT: text("roundtrip", ...RELEASE_PART),
  COMMIT_SHA: text("latest", ...RELEASE_PART),
  COMMIT_TAG: optional(atMost(200)),
  SENTRY_TRACE_SAMPLE_RATE: rate(0),
  SENTRY_SEND_DEFAULT_PII: flag(true),
  SENTRY_URL: text("https://sentry.io", ...BASE_URL),
  SENTRY_BROWSER_TUNNEL: optional(...OPEN_URL),
  SENTRY_ORG: optional(
    match(/^[a-z0-9][a-z0-9_-]*$/, "must be the organisation's slug: lowercase letters, digits, - and _"),
  ),
  SENTRY_API_TOKEN: optional(HEADER_TEXT),
  INNGEST_APP_ID: optional(
    match(APP_ID, "must be at most 100 lower-case letters, digits and dashes, beginning with no dash"),
  ),
  INNGEST_SYNC_ON_START: flag(false),
  APP_URL: optional(...BASE_URL),
  VERCEL_AUTOMATION_BYPASS_SECRET: optional(HEADER_TEXT),
  STORE_URL: text(
    "file:.data/roundtrip.db",
    match(
      /^(file:.+|rediss?:\/\/.+|libsql:\/\/.+|https?:\/\/.+)$/,
      "must start with file:, redis://, rediss:// or libsql://",
    ),
    must((url) => url.startsWith("file:") || URL.canParse(url), "must be an address"),
  ),
  FIRE_LIMIT_PER_MINUTE: whole(1, 10_000, 30),
  FIRE_LIMIT_PER_HOUR: whole(1, 1_000_000, 300),
  TRUST_PROXY_HOPS: whole(0, 10, 0),
  LOOKUPS_PER_SECOND: whole(1, 100, 5),
  RUN_DEADLINE_SECONDS: whole(5, 3_600, DEADLINE_MS / 1000),
  STATUS_MAX_AGE: duration(24 * HOURS),
  RETENTION_DAYS: whole(1, 3_650, 30),
  CANARY_CRON: optional(must(isCron, 'must be a cron schedule of five fields, such as "*/30 * * * *"')),
  CANARY_CHECKS: {
    rules: [
      must((names) => listed(names).length > 0, "names no check"),
      mustEach(isCheck, "names a check that does not exist"),
      mustEach(firesAlone, "names a check that only a browser can fire"),
    ],
    ...LISTED,
    convert: checkNames,
  },
  CRON_SECRET: optional(
    HEADER_TEXT,
    must(({ length }) => length >= 16, "needs at least 16 characters"),
    must(({ length }) => length <= 512, "may have at most 512 characters"),
  ),
  DOCTOR_PAGES: {
    rules: [
      mustEach((page) => /^\/(?![/\\])\S*$/.test(page), 'must be paths that begin with "/"'),
      must((pages) => listed(pages).length <= MOST_PAGES, `may name ${MOST_PAGES} pages at most`),
    ],
    convert: listed,
    fallback: ["/"],
  },
  PLAIN_HTTP_HOSTS: {
    rules: [mustEach(isHostEntry, 'must be host names, such as "sentry.internal" or "*.internal"')],
    ...LISTED,
  },
  ALERT_WEBHOOK_URL: optional(HTTP_URL),
  HEARTBEAT_URL: optional(HTTP_URL),
};
