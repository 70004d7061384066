import { afterEach, describe, expect, test, vi } from "vitest";
import { seeded } from "#access/testing/requests.js";
import { TOKEN_SOURCE, tokenEnv } from "#access/testing/tokens.js";
import { remember } from "#state/singleton.js";
import { HOSTING_MARKERS } from "./access-mode.js";
import { readEnv, type Source } from "./variables.js";

const ENVIRONMENTS = 5_000;
const SEED = 4_711;

const NAMES = [
  "SENTRY_DSN SENTRY_ENVIRONMENT SENTRY_PROJECT SENTRY_TRACE_SAMPLE_RATE COMMIT_SHA COMMIT_TAG GITHUB_SHA",
  "SENTRY_SEND_DEFAULT_PII SENTRY_URL SENTRY_ORG SENTRY_API_TOKEN APP_URL STORE_URL FIRE_LIMIT_PER_MINUTE",
  "FIRE_LIMIT_PER_HOUR TRUST_PROXY_HOPS LOOKUPS_PER_SECOND STATUS_MAX_AGE RETENTION_DAYS CANARY_CRON",
  "CANARY_CHECKS ALERT_WEBHOOK_URL HEARTBEAT_URL ADMIN_TOKEN SESSION_SECRET INNGEST_SIGNING_KEY",
  "INNGEST_SIGNING_KEY_FALLBACK INNGEST_DEV INNGEST_ENABLE_UNAUTHED_SYNC APP_ENV ALLOW_OPEN npm_package_name",
].flatMap((line) => line.split(" "));
const SECRET_NAMES = ["ADMIN_TOKEN", "SESSION_SECRET", "INNGEST_SIGNING_KEY"];
const { pick, random, below } = seeded(SEED);
const alphabet = Array.from("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789");
const text = (length: number) => Array.from({ length }, () => pick(alphabet)).join("");

/** Every value holds a mark that no message may repeat. */
const MARK = "Zq9";
const value = (): string =>
  pick([
    () => `${MARK}${text(below(80))}`,
    () => `${MARK}${text(60)}`,
    () => `https://${text(8)}@${MARK}.example/${below(9)}`,
    () => `file:/tmp/${MARK}`,
    () => `${below(100_000)}${MARK}`,
    () => `${MARK}é\u0000\n${text(40)}`,
    () => MARK.repeat(20),
    () => " ",
    () => "",
  ])();

function environment(): Source {
  const source: Record<string, string> = {};
  for (const name of NAMES) if (random() < 0.5) source[name] = value();
  if (random() < 0.5) for (const name of SECRET_NAMES) source[name] = `${MARK}${text(40)}`;
  if (random() < 0.7) delete source.INNGEST_DEV;
  if (random() < 0.7) delete source.INNGEST_ENABLE_UNAUTHED_SYNC;
  const modes = ["development", "production", "test", " development ", "Development", "dev", ""];
  if (random() < 0.9) source.NODE_ENV = pick(modes);
  if (random() < 0.4) source[pick(HOSTING_MARKERS)] = pick(["1", "true", "0", "x", " "]);
  return source;
}

const isStrong = (secret: string | undefined) => (secret?.trim().length ?? 0) >= 32;

afterEach(() => {
  vi.unstubAllEnvs();
  vi.resetModules();
});

describe(`${ENVIRONMENTS} generated environments`, () => {
  const sources = Array.from({ length: ENVIRONMENTS }, environment);

  test("none is open outside next dev on a machine without a hosting marker, and no value is printed", () => {
    const count = { open: 0, closed: 0, guarded: 0, printed: 0 };
    for (const source of sources) {
      const e = readEnv(source);
      const hosted = HOSTING_MARKERS.some((name) => source[name]?.trim());
      const local = source.NODE_ENV?.trim() === "development" && !hosted;
      expect(e.access).toBe(local ? "open" : "token");
      if (local) count.open += 1;
      else if (e.blockers.length > 0) count.closed += 1;
      else {
        count.guarded += 1;
        for (const name of SECRET_NAMES)
          if (name !== "SESSION_SECRET" || source[name]?.trim())
            expect(isStrong(source[name]), name).toBe(true);
        expect(source.ADMIN_TOKEN).not.toBe(source.SESSION_SECRET);
        expect(source.INNGEST_DEV?.trim() || "0").toBe("0");
      }
      if (JSON.stringify([e.blockers, e.problems]).includes(MARK)) count.printed += 1;
    }
    console.info(`environments (seed ${SEED}): ${JSON.stringify(count)}`);
    expect(count.printed).toBe(0);
    for (const kind of ["open", "closed", "guarded"] as const) expect(count[kind]).toBeGreaterThan(0);
  });

  test("none is open in a built server, even one started with NODE_ENV=development", async () => {
    vi.resetModules();
    vi.stubEnv("NODE_ENV", "production");
    const built = await import("./variables.js");
    const open = sources.filter((source) => built.readEnv(source).access === "open");
    console.info(`environments in a built server: ${open.length} open`);
    expect(open).toEqual([]);
  });
});

test("a strong token and a signing key are all it takes; a session secret may be stated", () => {
  expect(tokenEnv()).toMatchObject({ access: "token", blockers: [] });
  for (const SESSION_SECRET of [undefined, "", "  "])
    expect(tokenEnv({ SESSION_SECRET })).toMatchObject({
      access: "token",
      blockers: [],
      SESSION_SECRET: undefined,
    });
  expect(tokenEnv({ INNGEST_DEV: "0" }).blockers).toEqual([]);
  expect(tokenEnv({ INNGEST_DEV: "false" }).blockers).toEqual([]);
});

test.each(HOSTING_MARKERS)("next dev is not open where %s is set", (marker) => {
  expect(readEnv({ NODE_ENV: "development", [marker]: "1" }).access).toBe("token");
});

const strong = "fake-Qx7Lr2Zk9Vw4Tn6Bp3-Hd5Yc8Js1Mf0";
test.each([
  ["a missing token", "ADMIN_TOKEN", "", "is not set"],
  ["a short token", "ADMIN_TOKEN", strong.slice(0, 31), "at least 32"],
  ["one that no header could carry", "ADMIN_TOKEN", `${strong} ${strong}`, "printable ASCII"],
  [
    "one longer than the guard reads",
    "ADMIN_TOKEN",
    Array.from({ length: 513 }, () => pick(alphabet)).join(""),
    "at most 512",
  ],
  ["one letter over and over", "SESSION_SECRET", "x".repeat(64), "placeholder"],
  ["digits over and over", "SESSION_SECRET", "0123456789".repeat(4), "placeholder"],
  ["a short session secret", "SESSION_SECRET", strong.slice(0, 31), "at least 32"],
  ["the alphabet", "SESSION_SECRET", "abcdefghijklmnopqrstuvwxyz0123456789", "placeholder"],
  ["words out of an example", "ADMIN_TOKEN", "please-change-me-to-something-random-42", "placeholder"],
  [
    "the other secret again",
    "SESSION_SECRET",
    String(TOKEN_SOURCE.ADMIN_TOKEN),
    "must differ from ADMIN_TOKEN",
  ],
  ["a missing signing key", "INNGEST_SIGNING_KEY", "", "is not set"],
  ["a guessable signing key", "INNGEST_SIGNING_KEY", "signkey-test-12345678", "at least 32"],
  ["a guessable fallback key", "INNGEST_SIGNING_KEY_FALLBACK", "signkey-prod-0000", "at least 32"],
  ["Inngest's dev mode", "INNGEST_DEV", "1", "must be unset"],
  ["Inngest's dev mode by address", "INNGEST_DEV", "http://127.0.0.1:8288", "must be unset"],
  ["unsigned syncs", "INNGEST_ENABLE_UNAUTHED_SYNC", "true", "must be unset"],
])("%s closes, naming %s and not its value", (_title, variable, value, message) => {
  const { blockers } = tokenEnv({ [variable]: value });
  expect(blockers).toEqual([{ variable, message: expect.stringContaining(message) }]);
  if (value) expect(JSON.stringify(blockers)).not.toContain(value.slice(0, 12));
});

test.each<[string, Record<string, string>, string[]]>([
  [
    "a token that is too short, out of an example, and fit for no header",
    { ADMIN_TOKEN: "change me" },
    [
      "ADMIN_TOKEN may hold printable ASCII without spaces only",
      "ADMIN_TOKEN needs at least 32 characters",
      "ADMIN_TOKEN looks like a placeholder: use a random value",
    ],
  ],
  [
    "an environment that is too long, and holds a blank and what nobody sees",
    { SENTRY_ENVIRONMENT: `my env\u200b${"x".repeat(64)}` },
    [
      "SENTRY_ENVIRONMENT holds a zero-width space, which cannot be seen",
      "SENTRY_ENVIRONMENT is longer than 64 characters",
      'SENTRY_ENVIRONMENT must not hold spaces or slashes, nor be "None"',
    ],
  ],
  [
    "an address that only what nobody sees makes none",
    { APP_URL: "https\u200b://app.example" },
    ["APP_URL holds a zero-width space, which cannot be seen"],
  ],
  [
    "the canary's checks, of which one is unknown and one a browser's",
    { CANARY_CHECKS: "sentry-nothing,sentry-browser" },
    [
      "CANARY_CHECKS names a check that does not exist",
      "CANARY_CHECKS names a check that only a browser can fire",
    ],
  ],
])("everything that is wrong with a variable is named at once: %s", (_what, source, said) => {
  const { blockers, problems } = tokenEnv(source);
  expect([...blockers, ...problems].map(({ variable, message }) => `${variable} ${message}`)).toEqual(said);
});

test("an app that takes no check of a task needs nothing of Inngest", async () => {
  const without = { ...TOKEN_SOURCE, INNGEST_SIGNING_KEY: undefined, INNGEST_DEV: "1" };
  expect(readEnv(without, { tasks: false }).blockers).toEqual([]);
  expect(readEnv(without).blockers.map(({ variable }) => variable)).toEqual([
    "INNGEST_SIGNING_KEY",
    "INNGEST_DEV",
  ]);
  for (const [name, value] of Object.entries({ ...without, NODE_ENV: "production" })) vi.stubEnv(name, value);
  vi.resetModules();
  const { env } = await import("./variables.js");
  const { noteListed } = await import("#state/listed-checks.js");
  const blockedBy = (...checks: string[]) => {
    noteListed(checks);
    return env().blockers.map(({ variable }) => variable);
  };
  try {
    expect(env().blockers).toHaveLength(2);
    expect(blockedBy("sentry", "sentry-extra")).toEqual([]);
    for (const name of ["sentry-inngest", "sentry-inngest-ignored", "sentry-trace"])
      expect(blockedBy("sentry", name)).toHaveLength(2);
  } finally {
    remember("listed-checks", undefined);
    vi.unstubAllEnvs();
  }
});

test.each(["VERCEL", "NETLIFY", "AWS_LAMBDA_FUNCTION_NAME"])(
  "where %s is set, a file is no store, named or by default; a shared one is",
  (marker) => {
    const refused = [{ variable: "STORE_URL", message: expect.stringContaining(`${marker} is set`) }];
    for (const STORE_URL of [undefined, "file:/tmp/runs.db", "ftp://nonsense"])
      expect(tokenEnv({ [marker]: "1", STORE_URL }).blockers).toEqual(refused);
    for (const STORE_URL of ["redis://a:6379", "rediss://u:p@a", "libsql://a.example?authToken=fake"])
      expect(tokenEnv({ [marker]: "1", STORE_URL }).blockers).toEqual([]);
    expect(tokenEnv({ RENDER: "1" }).blockers).toEqual([]);
  },
);

test("a store's address that is none is named, and not repeated", () => {
  const { problems, STORE_URL } = tokenEnv({ STORE_URL: "redis://user:hunter2@" });
  expect(problems).toEqual([{ variable: "STORE_URL", message: "must be an address" }]);
  expect(STORE_URL).toBe("file:.data/roundtrip.db");
});

test("random keys of every usual make are strong", () => {
  for (let i = 0; i < 2_000; i += 1) {
    const random32 = crypto.getRandomValues(new Uint8Array(32));
    const SESSION_SECRET = Buffer.from(random32).toString(pick(["hex", "base64", "base64url"] as const));
    expect(tokenEnv({ SESSION_SECRET }).blockers).toEqual([]);
  }
});

test("a bad variable gets its default and is named, and the rest is read", () => {
  const e = tokenEnv({ FIRE_LIMIT_PER_MINUTE: "many", SENTRY_ENVIRONMENT: "a/b", FIRE_LIMIT_PER_HOUR: "7" });
  expect(e).toMatchObject({ FIRE_LIMIT_PER_MINUTE: 30, FIRE_LIMIT_PER_HOUR: 7, SENTRY_ENVIRONMENT: "dev" });
  expect(e.problems.map(({ variable }) => variable).sort()).toEqual([
    "FIRE_LIMIT_PER_MINUTE",
    "SENTRY_ENVIRONMENT",
  ]);
});

test.each([
  ["http://127.0.0.1:3000", "open"],
  ["http://[::1]:3000", "open"],
  ["http://localhost:3000", "token"],
  ["http://192.0.2.7:3000", "token"],
])("next dev that listens at %s is %s", (origin, access) => {
  expect(readEnv({ NODE_ENV: "development", __NEXT_PRIVATE_ORIGIN: origin }).access).toBe(access);
});

test.each([
  ["CANARY_CRON", "every half hour", "must be a cron schedule of five fields"],
  ["CANARY_CRON", "*/30 * * * * *", "must be a cron schedule of five fields"],
  ["CANARY_CRON", "61 * * * *", "must be a cron schedule of five fields"],
  ["CANARY_CRON", "TZ=Mars/Base 0 0 * * *", "must be a cron schedule of five fields"],
  ["CANARY_CHECKS", "sentry,nothing", "names a check that does not exist"],
  ["CANARY_CHECKS", " , ", "names no check"],
  ["CANARY_CHECKS", "sentry,sentry-browser", "names a check that only a browser can fire"],
  ["ALERT_WEBHOOK_URL", "http://hooks.example.com/fake-path", "must be https"],
  ["ALERT_WEBHOOK_URL", "https://user:fake-word@hooks.example.com/", "hold no user name or password"],
  ["APP_URL", "https://user:fake-word@app.example", "must hold no user name and no password"],
  ["SENTRY_URL", "https://user:fake-word@app.example", "must hold no user name and no password"],
  ["SENTRY_BROWSER_TUNNEL", "https://user:fake-word@app.example", "must hold no user name and no password"],
  ["APP_URL", "https://app.example/?fake-word", "must end with its path"],
  ["SENTRY_URL", "https://app.example/#fake-word", "must end with its path"],
  ["ALERT_WEBHOOK_URL", "hooks.example.com", "must be an http(s) address"],
  ["HEARTBEAT_URL", "http://heartbeat.example.com/fake-path", "must be https"],
  ["HEARTBEAT_URL", "ftp://heartbeat.example.com/fake-path", "must be an http(s) address"],
])("%s=%s is refused by name, and not repeated", (variable, value, message) => {
  const { problems, ...e } = tokenEnv({ [variable]: value });
  expect(problems).toContainEqual({ variable, message: expect.stringContaining(message) });
  expect(Reflect.get(e, variable)).toEqual(Reflect.get(tokenEnv(), variable));
  for (const part of ["fake-path", "fake-word", "Mars", "nothing"])
    expect(JSON.stringify(problems)).not.toContain(part);
});

test("the canary's checks are those of the catalogue, each once, whatever they are called", () => {
  const { CANARY_CHECKS, problems } = tokenEnv({ CANARY_CHECKS: "sentry-celery, sentry,sentry-inngest" });
  expect(problems).toEqual([]);
  expect(CANARY_CHECKS).toEqual(["sentry-inngest", "sentry"]);
});

test("addresses for alerts may lie on this machine without https", () => {
  const url = "http://127.0.0.1:9/fake-path";
  expect(tokenEnv({ ALERT_WEBHOOK_URL: url, HEARTBEAT_URL: url }).problems).toEqual([]);
});
