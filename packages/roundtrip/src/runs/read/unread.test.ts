import { expect, test } from "vitest";
import { readEnv } from "#config/variables.js";
import { unread } from "./unread.js";

const DSN = "https://0123456789abcdef0123456789abcdef@o1.ingest.sentry.io/2";
const OWN = "https://0123456789abcdef0123456789abcdef@errors.example/2";
const SET = { SENTRY_DSN: DSN, SENTRY_API_TOKEN: "sntryu_token", SENTRY_ORG: "acme" };

test.each([
  ["everything", SET, "sentry-saas", null],
  ["no token", { ...SET, SENTRY_API_TOKEN: undefined }, "sentry-saas", "SENTRY_API_TOKEN"],
  ["a token and no organisation", { ...SET, SENTRY_ORG: undefined }, "sentry-saas", "SENTRY_ORG"],
  ["a server that did not say what it is", { ...SET, SENTRY_ORG: undefined }, null, "SENTRY_ORG"],
  ["a Bugsink, which has no organisations", { ...SET, SENTRY_ORG: undefined }, "bugsink", null],
  ["a GlitchTip, from which nothing is read", { ...SET, SENTRY_API_TOKEN: undefined }, "glitchtip", null],
  ["a server of one's own that nobody named", { ...SET, SENTRY_DSN: OWN }, "bugsink", "SENTRY_URL"],
  ["one that is named", { ...SET, SENTRY_DSN: OWN, SENTRY_URL: "https://errors.example" }, "bugsink", null],
  ["a token and no DSN", { ...SET, SENTRY_DSN: undefined }, "sentry-saas", "SENTRY_DSN"],
  ["a token and a DSN that is none", { ...SET, SENTRY_DSN: "nonsense" }, "sentry-saas", "SENTRY_DSN"],
] as const)("with %s, what keeps events from being read back is named", (_, variables, backend, expected) => {
  expect(unread(readEnv(variables), backend)).toBe(expected);
});
