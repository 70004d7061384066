import { describe, expect, it } from "vitest";
import { changed, healthy } from "#doctor/testing/facts.js";
import { ofSentryIn } from "#verdict/testing/of-sentry.js";
import { examineIngest } from "./ingest.js";
import { examineRead } from "./read.js";

const answered = (status: number, isJson = true) => ({
  kind: "answered" as const,
  status,
  json: isJson,
  redirect: null,
});
const failed = (reason: "refused" | "timeout", code: string) => ({ kind: "failed" as const, reason, code });

const INGESTS = [
  ["no DSN", { dsn: "absent", outcome: null }],
  ["no whole DSN", { dsn: "malformed", outcome: null }],
  ...[200, 400, 401, 403, 404, 405, 406, 413, 422, 429, 500, 503].flatMap((status) =>
    [true, false].map((json) => [`${status}, JSON ${json}`, { outcome: answered(status, json) }] as const),
  ),
  ["429 with a limit of errors", { outcome: answered(429), limits: "60:error:key" }],
  ["a limit of spans", { outcome: answered(200), limits: "60:span:organization" }],
  ["a foreign 403", { outcome: answered(403, false), foreign: true }],
  ["a redirect", { outcome: { ...answered(302), redirect: "login.example" } }],
  ["nobody there", { outcome: failed("refused", "ECONNREFUSED") }],
  ["no answer", { outcome: failed("timeout", "ETIMEDOUT") }],
] as const;

const said = ({ title, what, why, change }: ReturnType<typeof examineIngest>) =>
  `${title}. ${what} ${why} ${change}`;

describe.each(["bugsink", "glitchtip"] as const)("where a %s takes the events", (backend) => {
  it.each(INGESTS)("a finding about ingest names nothing that only Sentry has: %s", (_, ingest) => {
    const { sentry } = changed({
      sentry: { backend, apiHost: "errors.example", read: null, ingest: { foreign: false, ...ingest } },
    });
    expect(ofSentryIn(said(examineIngest(sentry)))).toEqual([]);
  });

  it.each([
    ["a token", {}],
    ["no token", { token: false }],
    ["SENTRY_URL unset", { unnamed: true }],
    ["neither", { unnamed: true, token: false }],
  ] as const)("a finding about reading names nothing that only Sentry has: with %s", (_, more) => {
    const { sentry } = changed({ sentry: { backend, apiHost: "errors.example", read: null, ...more } });
    const findings = examineRead(sentry);
    if (backend === "glitchtip") expect(findings.map(({ code }) => code)).toEqual(["backend_unsupported"]);
    for (const one of findings)
      if (one.code !== "sentry_url_missing") expect(ofSentryIn(said(one))).toEqual([]);
  });
});

it("SENTRY_URL is asked for where a Bugsink's events would be read elsewhere", () => {
  const { sentry } = changed({ sentry: { backend: "bugsink", read: null, unnamed: true } });
  expect(examineRead(sentry).map(({ code }) => code)).toEqual(["sentry_url_missing"]);
});

it.each([
  ["glitchtip", 422, "ingest_bad_request"],
  ["glitchtip", 401, "dsn_refused"],
  ["sentry-self-hosted", 422, "ingest_error"],
] as const)("a %s that answers %s: %s", (backend, status, code) => {
  const { sentry } = changed({
    sentry: { backend, read: null, ingest: { outcome: answered(status), foreign: false } },
  });
  expect(examineIngest(sentry).code).toBe(code);
});

it("the facts of a healthy system are those of a Sentry", () => {
  expect(examineIngest(healthy.sentry).code).toBe("ingest_ok");
});
