import { CATALOGUE } from "#checks/catalogue.js";
import type { Check } from "#checks/check.js";
import { ownChecks } from "#checks/own/listed.js";
import { appIdOf } from "#config/app/id.js";
import { packageName } from "#config/app/package-name.js";
import { commitVariables } from "#config/app/release.js";
import type { PlainHttp } from "#network/plain-http.js";
import { objection, PLAIN_HTTP } from "#network/request.js";
import { type DsnReading, readDsn } from "#sentry/dsn.js";
import { isListed } from "#state/listed-checks.js";
import { type Problem, STATED_BY } from "#verdict/text/unset.js";
import { accessMode, type Blocker } from "./access-mode.js";
import { objections, readAs, type ValueOf } from "./field.js";
import { fields, isHttpUrl } from "./fields.js";
import { unseen, unseenIn, withoutUnseen } from "./invisible.js";

/** Addresses that admit whoever knows them: they must not cross a network in the clear. */
const SECRET_URLS: ReadonlySet<string> = new Set(["ALERT_WEBHOOK_URL", "HEARTBEAT_URL"]);
/** Addresses to which Roundtrip, or a library, sends a token or a key. */
const ADDRESSES = ["SENTRY_URL", "APP_URL", "INNGEST_BASE_URL"] as const;
const STATING: ReadonlySet<string> = new Set(Object.values(STATED_BY).flat());
type Values = { [Name in keyof typeof fields]: ValueOf<(typeof fields)[Name]> };

export type Env = Omit<Values, "COMMIT_TAG"> & {
  COMMIT_TAG: string;
  /** `SENTRY_PROJECT@COMMIT_SHA` */
  release: string;
  /** What of that the variables state, rather than their defaults; hosts' own names of the commit state no release. */
  stated: {
    release: string | null;
    environment: string | null;
    commitTag: string | null;
    /** Those that were set to state it, and cannot be used. */
    unusable: Problem[];
  };
  /** Under which Inngest knows this app. */
  appId: string;
  dsn: DsnReading;
  /** SENTRY_URL was set, to an address: else its default is a guess. */
  namesSentryUrl: boolean;
  /** Variables that were set to something unusable; their defaults are in force. */
  problems: Problem[];
  /** Variables in use that other libraries read as they are, and that hold what nobody sees, such as a line break. */
  unseen: Problem[];
  /** Addresses over plain http to another machine, by variable: no token is sent there. */
  plainHttp: PlainHttp[];
  /** Open: local development, no credentials asked. */
  access: "open" | "token";
  /** Why Roundtrip's own routes are closed; empty when they are not. */
  blockers: Blocker[];
  ADMIN_TOKEN: string | undefined;
  SESSION_SECRET: string | undefined;
  INNGEST_SIGNING_KEY: string | undefined;
};

export type Source = Readonly<Record<string, string | undefined>>;

/** Reads the environment. Never throws: a health tool must not cause the outage. */
export function readEnv(source: Source, { tasks = true } = {}): Env {
  const raw = trimmed(source);
  const input = completed(raw);
  const problems: Problem[] = [];
  const parsed = usable(input, problems);
  const dsn = dsnOf(parsed.SENTRY_DSN, problems);
  return {
    ...parsed,
    COMMIT_TAG: parsed.COMMIT_TAG ?? parsed.COMMIT_SHA,
    release: `${parsed.SENTRY_PROJECT}@${parsed.COMMIT_SHA}`,
    stated: {
      release:
        input.SENTRY_PROJECT && raw.SENTRY_PROJECT && input.COMMIT_SHA && raw.COMMIT_SHA
          ? `${parsed.SENTRY_PROJECT}@${parsed.COMMIT_SHA}`
          : null,
      environment: input.SENTRY_ENVIRONMENT ? parsed.SENTRY_ENVIRONMENT : null,
      commitTag: input.COMMIT_TAG ?? null,
      unusable: problems.filter(({ variable }) => STATING.has(variable) && raw[variable] !== undefined),
    },
    appId: appIdOf(raw),
    dsn,
    namesSentryUrl: input.SENTRY_URL !== undefined,
    problems,
    unseen: unseen(source).filter(({ variable }) => problems.every((one) => one.variable !== variable)),
    plainHttp: plainHttp(input),
    ADMIN_TOKEN: raw.ADMIN_TOKEN,
    SESSION_SECRET: raw.SESSION_SECRET,
    INNGEST_SIGNING_KEY: raw.INNGEST_SIGNING_KEY,
    ...accessMode({ ...raw, STORE_URL: parsed.STORE_URL }, { tasks }),
  };
}

type Texts = Record<string, string>;

/** What is set to more than blanks. */
function trimmed(source: Source): Texts {
  const raw: Texts = {};
  for (const [name, value] of Object.entries(source)) {
    const text = value?.trim();
    if (text) raw[name] = text;
  }
  return raw;
}

/** With what hosts and the app's package.json say in place of variables. */
function completed(raw: Texts): Texts {
  const commit = commitVariables(raw)[0]?.value;
  const name = packageName(raw);
  const input = { ...(commit ? { ...raw, COMMIT_SHA: commit } : raw) };
  if (!input.SENTRY_PROJECT && name) input.SENTRY_PROJECT = name;
  return input;
}

/** The values of the fields, their defaults where a variable cannot be used: it leaves `input`, and is one of the problems. */
function usable(input: Texts, problems: Problem[]): Values {
  const { PLAIN_HTTP_HOSTS: hosts, ...others } = input;
  // What is wrong admits no address.
  const admitted = complaints("PLAIN_HTTP_HOSTS", hosts, input).length > 0 ? others : input;
  const refused = Object.keys(fields).flatMap((variable) =>
    complaints(variable as keyof typeof fields, input[variable], admitted).map((message) => ({
      variable,
      message,
    })),
  );
  problems.push(...refused);
  for (const { variable } of refused) delete input[variable];
  return Object.fromEntries(
    Object.entries(fields).map(([variable, field]) => [variable, readAs<unknown>(field, input[variable])]),
  ) as Values;
}

/** All that is wrong with a value: what is wrong beside a character nobody sees is said now, and not once that is mended. */
function complaints(variable: keyof typeof fields, value: string | undefined, admitted: Texts): string[] {
  if (value === undefined) return [];
  const rest = withoutUnseen(value);
  const said = [unseenIn(value), exposed(variable, rest, admitted), ...objections(fields[variable], rest)];
  return said.filter((one) => one !== null);
}

/** What an address says that admits whoever knows it. What is no http address at all is refused by its own rule. */
const exposed = (variable: string, url: string, input: Texts): string | null =>
  SECRET_URLS.has(variable) && isHttpUrl(url) && objection(new URL(url), url, input) !== null
    ? "must be https, unless it is on this machine or on a host that PLAIN_HTTP_HOSTS names, and hold no user name or password"
    : null;

function dsnOf(value: string | undefined, problems: Problem[]): DsnReading {
  // Set to something unusable is not the same as not set.
  if (problems.some(({ variable }) => variable === "SENTRY_DSN")) return { state: "malformed" };
  const dsn = readDsn(value);
  if (dsn.state === "malformed")
    problems.push({ variable: "SENTRY_DSN", message: "must be https://KEY@HOST/PROJECT" });
  return dsn;
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

let cached: { env: Env; own: readonly Check[]; tasks: boolean } | undefined;

/** This process's environment, read once, and again when the app has said which checks it takes: rules depend on them. */
export function env(): Env {
  const own = ownChecks();
  const tasks = CATALOGUE.some(({ name, task }) => task !== undefined && isListed(name));
  if (cached?.own !== own || cached.tasks !== tasks)
    cached = { env: readEnv(process.env, { tasks }), own, tasks };
  return cached.env;
}
