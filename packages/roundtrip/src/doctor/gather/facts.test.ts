import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { type SentryServer, startSentry } from "@roundtrip/stand-ins/sentry";
import { afterAll, describe, expect, test } from "vitest";
import { noteStated } from "#config/app/stated.js";
import { readEnv } from "#config/variables.js";
import { examineIngest } from "#doctor/findings/sentry/ingest.js";
import { examineProject } from "#doctor/findings/sentry/project.js";
import { examineRead } from "#doctor/findings/sentry/read.js";
import { isHasty } from "#doctor/findings/slow.js";
import { examineVariables } from "#doctor/findings/variables.js";
import { healthy } from "#doctor/testing/facts.js";
import { examinationDeadline } from "#network/ask.js";
import { sentryFacts, variableFacts } from "./facts.js";

const closing: (() => unknown)[] = [];
afterAll(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
});

async function sentry(): Promise<SentryServer> {
  const one = await startSentry({ delayMs: 0 });
  closing.push(() => one.close());
  return one;
}

/** A server of this test; without a listener it takes connections and never answers. */
async function listening(listener: RequestListener = () => {}): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  closing.push(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const variables = (from: SentryServer): Record<string, string> => ({
  SENTRY_DSN: from.dsn,
  SENTRY_URL: from.url,
  SENTRY_ORG: from.org,
  SENTRY_API_TOKEN: from.token,
  SENTRY_PROJECT: "shop",
  COMMIT_SHA: "1f2e3d4",
});

/** What is found with these variables, apart from what is well; and everything that was said. */
async function examined(source: Record<string, string>) {
  const facts = await sentryFacts(readEnv(source), "https://app.example", examinationDeadline());
  const findings = [examineIngest(facts), ...examineRead(facts), ...examineProject(facts)];
  const wrong = findings.filter(({ level, code }) => level !== "ok" && code !== "release_unknown");
  return { codes: wrong.map(({ code }) => code), wrong, text: JSON.stringify({ facts, findings }) };
}

// An examination asks again after half a second: side by side they wait at one time, each with servers of its own.
describe.concurrent("what Sentry is asked", () => {
  test("is answered well by a healthy one, which stores nothing", async () => {
    const one = await sentry();
    const { codes, text } = await examined(variables(one));
    expect(codes).toEqual([]);
    expect(one.control.events()).toEqual([]);
    const items = one.control.envelopes().flatMap((envelope) => envelope.items);
    expect(items.map(({ header }) => header.type)).toEqual(["client_report", "client_report"]);
    for (const secret of [one.key, one.token]) expect(text).not.toContain(secret);
  });

  test("says where people open it: the project's own pages once it has named the project", async () => {
    const one = await sentry();
    const placed = async (more: Record<string, string> = {}) =>
      (await sentryFacts(readEnv({ ...variables(one), ...more }), null, examinationDeadline())).place;
    const project = one.dsn.split("/").at(-1);
    expect(await placed()).toEqual({
      webUrl: one.url,
      org: one.org,
      project,
      slug: expect.stringMatching(/./),
    });
    expect(await placed({ SENTRY_API_TOKEN: "sntryu_wrong" })).toMatchObject({ org: one.org, slug: null });
    expect(await placed({ SENTRY_ORG: "nobody" })).toMatchObject({ org: null, slug: null });
  });

  test("does not take another project's pages for the app's", async () => {
    const url = await listening((request, response) => {
      response.setHeader("content-type", "application/json");
      const isKind = request.url?.endsWith("/client-config/");
      response.end(JSON.stringify(isKind ? { sentryMode: "SELF_HOSTED" } : { id: "9", slug: "other" }));
    });
    const SENTRY_DSN = `http://${"a".repeat(32)}@${new URL(url).host}/1`;
    const more = { SENTRY_URL: url, SENTRY_ORG: "acme", SENTRY_API_TOKEN: "sntryu_any" };
    const { place } = await sentryFacts(readEnv({ SENTRY_DSN, ...more }), null, examinationDeadline());
    expect(place).toEqual({ webUrl: url, org: "acme", project: "1", slug: null });
  });

  test("leads to nobody's server but the DSN's where SENTRY_URL is not set", async () => {
    const url = await listening((_request, response) => {
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify({ sentryMode: "SELF_HOSTED", urlPrefix: "https://sentry.example" }));
    });
    const SENTRY_DSN = `http://${"a".repeat(32)}@${new URL(url).host}/1`;
    const { place } = await sentryFacts(
      readEnv({ SENTRY_DSN, SENTRY_ORG: "acme" }),
      null,
      examinationDeadline(),
    );
    expect(place).toMatchObject({ webUrl: url, org: "acme" });
  });

  test.each<[string, (one: SentryServer) => Record<string, string>, string[]]>([
    ["no DSN", () => ({ SENTRY_DSN: "" }), ["dsn_absent"]],
    ["a malformed DSN", () => ({ SENTRY_DSN: "sentry.example/1" }), ["dsn_malformed"]],
    ["a wrong key", (one) => ({ SENTRY_DSN: one.dsn.replace(one.key, "f".repeat(32)) }), ["dsn_key_refused"]],
    [
      "a wrong project",
      (one) => ({ SENTRY_DSN: one.dsn.replace(/\d+$/, "77") }),
      ["dsn_project_unknown", "project_unknown"],
    ],
    ["a wrong organisation", () => ({ SENTRY_ORG: "nobody" }), ["org_unknown"]],
    ["a wrong token", () => ({ SENTRY_API_TOKEN: "sntryu_wrong" }), ["read_token_refused"]],
    ["no address to read from", () => ({ SENTRY_URL: "" }), ["sentry_url_missing"]],
    ["no token", () => ({ SENTRY_API_TOKEN: "" }), ["read_token_missing"]],
    ["no organisation", () => ({ SENTRY_ORG: "" }), ["read_org_missing"]],
    [
      "a host that does not resolve",
      () => ({ SENTRY_DSN: "http://abc@sentry.invalid/1" }),
      ["ingest_unreachable", "project_unknown"],
    ],
    [
      "a port where nothing listens",
      () => ({ SENTRY_URL: "http://127.0.0.1:1", SENTRY_DSN: "http://abc@127.0.0.1:1/1" }),
      ["ingest_unreachable", "api_unreachable"],
    ],
  ])("with %s", async (_, change, expected) => {
    const one = await sentry();
    const { codes, text } = await examined({ ...variables(one), ...change(one) });
    expect(codes).toEqual(expected);
    for (const secret of [one.key, one.token, "f".repeat(32), "sntryu_wrong"])
      expect(text).not.toContain(secret);
  });

  test.each<[string, (one: SentryServer) => void, string[]]>([
    [
      "a token without project:read",
      (one) => one.control.settings({ scopes: ["org:read"] }),
      ["read_scopes_missing", "filters_unseen"],
    ],
    [
      "a token without org:read",
      (one) => one.control.settings({ scopes: ["project:read", "event:read"] }),
      ["read_scopes_missing"],
    ],
    [
      "a token whose owner is in no team",
      (one) =>
        one.control.settings({ projectAccess: false, scopes: ["project:read", "event:read", "org:read"] }),
      ["read_project_forbidden", "filters_unseen"],
    ],
    ["a rate limit", (one) => one.control.ingest({ mode: "status", status: 429 }), ["ingest_rate_limited"]],
    [
      "a firewall that answers in JSON",
      (one) => one.control.ingest({ mode: "status", status: 403, body: '{"detail":"blocked by policy"}' }),
      ["ingest_not_sentry"],
    ],
    ["an ingest in trouble", (one) => one.control.ingest({ mode: "status", status: 503 }), ["ingest_error"]],
    ["a page in place of ingest", (one) => one.control.ingest({ mode: "not-sentry" }), ["ingest_not_sentry"]],
    ["a connection that breaks", (one) => one.control.ingest({ mode: "refuse" }), ["ingest_unreachable"]],
    ...[401, 403, 404].map((status): [string, (one: SentryServer) => void, string[]] => [
      `a firewall before the API that answers ${status} in JSON`,
      (one) => one.control.read({ mode: "status", status, body: '{"detail":"blocked by policy"}' }),
      ["api_refused"],
    ]),
    [
      "a plan without the search",
      (one) =>
        one.control.read({
          mode: "status",
          status: 403,
          body: '{"detail":"Discover, Performance, or Explore is required to access this endpoint."}',
          endpoints: ["events"],
        }),
      ["read_denied"],
    ],
    ["an API in trouble", (one) => one.control.read({ mode: "status", status: 500 }), ["api_error"]],
    ["a login page", (one) => one.control.read({ mode: "html" }), ["api_not_sentry"]],
    ["a redirect to one", (one) => one.control.read({ mode: "redirect" }), ["api_not_sentry"]],
    ["a clock ten minutes off", (one) => one.control.settings({ clockOffsetMs: 600_000 }), ["clock_skew"]],
    [
      "a filter on this release",
      (one) => one.control.settings({ inboundFilters: { releases: ["shop@*"] } }),
      ["filter_drops_release", "filters_active"],
    ],
    [
      "a sensitive field that hits the extra data",
      (one) => one.control.settings({ scrub: ["divider"] }),
      ["project_scrubs_data"],
    ],
    [
      "a filter for hydration errors",
      (one) => one.control.settings({ inboundFilters: { "react-hydration-errors": true } }),
      ["filters_active"],
    ],
    [
      "a filter for crawlers",
      (one) => one.control.settings({ inboundFilters: { "web-crawlers": true } }),
      ["filters_active"],
    ],
  ])("by %s", async (_, misbehave, expected) => {
    const one = await sentry();
    misbehave(one);
    expect((await examined(variables(one))).codes).toEqual(expected);
  });

  test("says nothing of Sentry's clock where something else answers", async () => {
    const elsewhere = await listening((_request, response) =>
      response.writeHead(403, { date: new Date(0).toUTCString() }).end('{"detail":"blocked by policy"}'),
    );
    const one = await sentry();
    const source = { ...variables(one), SENTRY_URL: elsewhere };
    expect((await examined(source)).codes).toEqual(["api_refused"]);
    expect((await examined({ ...source, SENTRY_API_TOKEN: "" })).codes).toEqual(["read_token_missing"]);
  });

  test("names the missing scope where the API tells which the token has", async () => {
    const one = await sentry();
    one.control.settings({ scopes: ["project:read", "event:read"] });
    const { wrong } = await examined(variables(one));
    expect(wrong[0]?.what).toContain("missing: org:read.");
  });

  test("knows a release that an event has named", async () => {
    const one = await sentry();
    const id = "ab".repeat(16);
    const event = { event_id: id, message: "hello", release: "shop@1f2e3d4", level: "error" };
    const lines = [{ event_id: id, dsn: one.dsn }, { type: "event" }, event];
    const body = lines.map((line) => JSON.stringify(line)).join("\n");
    await fetch(`${one.url}/api/${one.project}/envelope/`, { method: "POST", body });
    const facts = await sentryFacts(readEnv(variables(one)), null, examinationDeadline());
    expect(examineProject(facts).map(({ code }) => code)).toContain("release_ok");
  });

  test("ends when everything hangs, and says so", async () => {
    const hung = await listening();
    const source = { SENTRY_DSN: hung.replace("//", "//abc@").concat("/1"), SENTRY_URL: hung };
    const facts = await sentryFacts(
      readEnv({ ...source, SENTRY_ORG: "acme", SENTRY_API_TOKEN: "token-for-tests" }),
      null,
      AbortSignal.timeout(200),
    );
    const codes = [examineIngest(facts), ...examineRead(facts)].map(({ code }) => code);
    expect(codes).toEqual(["ingest_timeout", "api_timeout"]);
    expect(isHasty({ ...healthy, sentry: facts })).toBe(true);
  });
});

test("an option of createRoundtrip that cannot be used is named beside the variables", () => {
  noteStated({ environment: "staging\n" });
  try {
    const source = { ADMIN_TOKEN: "x", SENTRY_ENVIRONMENT: "staging" };
    const findings = examineVariables(variableFacts(readEnv(source), source, true));
    expect(findings.find(({ code }) => code === "variable_unusable")?.what).toBe(
      "expect.environment of createRoundtrip ends with a line break, so it is not used.",
    );
  } finally {
    noteStated({});
  }
});

test.each([
  ["inside, so that the variable is not used", "de\u0007mo", ["variable_unusable"]],
  [
    "inside of one that is also too long, so that the variable is not used",
    `de\u0007mo${"x".repeat(64)}`,
    ["variable_unusable"],
  ],
  ["at its end, which is taken away", "demo\n", ["variable_unseen_character"]],
])("a character that nobody sees, %s, is one finding", (_where, SENTRY_ENVIRONMENT, codes) => {
  const source = { ADMIN_TOKEN: "x", SENTRY_PROJECT: "shop", COMMIT_SHA: "1f2e3d4", SENTRY_ENVIRONMENT };
  const findings = examineVariables(variableFacts(readEnv(source), source, true));
  expect(findings.map(({ code }) => code)).toEqual(codes);
});
