import { z } from "zod";
import { DEFAULT_CHECKS, findCheck } from "#checks/catalogue.js";
import { parseCron } from "#checks/schedule/cron.js";
import { APP_ID, appIdOf } from "#config/app/id.js";
import { packageName } from "#config/app/package-name.js";
import { commitVariables, RELEASE_NAME } from "#config/app/release.js";
import type { PlainHttp } from "#network/plain-http.js";
import { isHostEntry } from "#network/plain-http.js";
import { objection, PLAIN_HTTP } from "#network/request.js";
import { readDsn } from "#sentry/dsn.js";
import { DEADLINE_MS } from "#verdict/run.js";
import type { Problem } from "#verdict/text/unset.js";
import { type Closure, closures } from "./closed.js";
import { unseen, unseenIn } from "./invisible.js";

/** Sentry forbids these in release and environment names (docs: "Releases", "Environments"). */
const RELEASE_PART = z
  .string()
  .max(200, "is longer than 200 characters")
  .regex(RELEASE_NAME, "must not hold spaces, slashes or @");
const httpUrl = z.url({ protocol: /^https?$/, error: "must be an http(s) address" });
/** Addresses that admit whoever knows them: they must not cross a network in the clear. */
const SECRET_URLS = ["ALERT_WEBHOOK_URL", "HEARTBEAT_URL"] as const;
/** Addresses to which Roundtrip, or a library, sends a token or a key. */
const ADDRESSES = ["SENTRY_URL", "APP_URL", "INNGEST_BASE_URL"] as const;
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

const fields = {
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
  SENTRY_URL: httpUrl.default("https://sentry.io"),
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
  APP_URL: httpUrl.optional(),
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
    .default([...DEFAULT_CHECKS]),
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
const schema = z.object(fields);

export type Env = Omit<z.infer<typeof schema>, "COMMIT_TAG"> & {
  COMMIT_TAG: string;
  /** `SENTRY_PROJECT@COMMIT_SHA` */
  release: string;
  /** Under which Inngest knows this app. */
  appId: string;
  dsn: ReturnType<typeof readDsn>;
  /** SENTRY_URL was set, to an address: else its default is a guess. */
  namesSentryUrl: boolean;
  /** Variables that were set to something unusable; their defaults are in force. */
  problems: Problem[];
  /** Variables that other libraries read as they are, and that hold what nobody sees, such as a line break. */
  unseen: Problem[];
  /** Addresses over plain http to another machine, by variable: no token is sent there. */
  plainHttp: PlainHttp[];
  /** Open: local development, no credentials asked. */
  access: "open" | "token";
  /** Why Roundtrip's own routes are closed; empty when they are not. */
  closed: Closure[];
  ADMIN_TOKEN: string | undefined;
  SESSION_SECRET: string | undefined;
  INNGEST_SIGNING_KEY: string | undefined;
};

export type Source = Readonly<Record<string, string | undefined>>;

/** Reads the environment. Never throws: a health tool must not cause the outage. */
export function readEnv(source: Source): Env {
  const raw: Record<string, string> = {};
  for (const [name, value] of Object.entries(source)) {
    const trimmed = value?.trim();
    if (trimmed) raw[name] = trimmed;
  }
  const commit = commitVariables(raw)[0]?.value;
  const input: Record<string, string> = { ...(commit ? { ...raw, COMMIT_SHA: commit } : raw) };
  const name = packageName(raw);
  if (!input.SENTRY_PROJECT && name) input.SENTRY_PROJECT = name;

  const problems: Problem[] = [];
  for (const variable of Object.keys(fields)) {
    const message = unseenIn(input[variable] ?? "");
    if (message === null) continue;
    problems.push({ variable, message });
    delete input[variable];
  }
  for (const variable of SECRET_URLS) {
    const url = input[variable];
    // What is no http address at all is refused by its own rule.
    if (!url || !httpUrl.safeParse(url).success || objection(new URL(url), url, input) === null) continue;
    problems.push({
      variable,
      message:
        "must be https, unless it is on this machine or on a host that PLAIN_HTTP_HOSTS names, and hold no user name or password",
    });
    delete input[variable];
  }
  const first = schema.safeParse(input);
  if (!first.success) {
    for (const issue of first.error.issues) {
      const variable = String(issue.path[0]);
      problems.push({ variable, message: issue.message });
      delete input[variable];
    }
  }
  const parsed = first.success ? first.data : schema.parse(input);
  const isRefused = problems.some(({ variable }) => variable === "SENTRY_DSN");
  // Set to something unusable is not the same as not set.
  const dsn = isRefused ? { state: "malformed" as const } : readDsn(parsed.SENTRY_DSN);
  if (dsn.state === "malformed" && !isRefused)
    problems.push({ variable: "SENTRY_DSN", message: "must be https://KEY@HOST/PROJECT" });
  return {
    ...parsed,
    COMMIT_TAG: parsed.COMMIT_TAG ?? parsed.COMMIT_SHA,
    release: `${parsed.SENTRY_PROJECT}@${parsed.COMMIT_SHA}`,
    appId: appIdOf(raw),
    dsn,
    namesSentryUrl: input.SENTRY_URL !== undefined,
    problems,
    unseen: unseen(source),
    plainHttp: plainHttp(input),
    ADMIN_TOKEN: raw.ADMIN_TOKEN,
    SESSION_SECRET: raw.SESSION_SECRET,
    INNGEST_SIGNING_KEY: raw.INNGEST_SIGNING_KEY,
    ...closures({ ...raw, STORE_URL: parsed.STORE_URL }),
  };
}

const plainHttp = (input: Source): PlainHttp[] =>
  ADDRESSES.flatMap((variable) => {
    const address = input[variable];
    if (!address || !URL.canParse(address)) return [];
    const url = new URL(address);
    return objection(url, address, input) === PLAIN_HTTP
      ? [{ variable, host: url.host, hostname: url.hostname }]
      : [];
  });

let cached: Env | undefined;

/** This process's environment, read once. */
export function env(): Env {
  cached ??= readEnv(process.env);
  return cached;
}
