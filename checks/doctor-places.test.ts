import { describe, expect, test } from "vitest";
import { admits } from "./csp";
import type { Level } from "./doctor";
import { examineBrowser } from "./doctor-browser";
import { examine } from "./doctor-examine";
import type { DoctorFacts, FilterFacts } from "./doctor-facts";
import { changed, failed, html, json, redirect } from "./doctor-testing";

type Row = [situation: string, facts: DoctorFacts, code: string, level: Level, change: string];

function expectOnly(facts: DoctorFacts, code: string, level: Level, change: string) {
  const wrong = examine(facts).findings.filter((one) => one.level !== "ok");
  expect(wrong.map((one) => [one.code, one.level])).toEqual([[code, level]]);
  expect(wrong[0]?.change).toContain(change);
  expect(wrong[0]?.why).not.toBe("");
}

describe("the server runtimes", () => {
  const both = (["node", "edge"] as const).flatMap((runtime): Row[] => {
    const config = runtime === "node" ? "sentry.server.config" : "sentry.edge.config";
    const file = runtime === "node" ? "sentry/node.ts: " : "sentry/edge.ts: ";
    const sdk = (change: Partial<DoctorFacts["runtime"]["node"]>) =>
      changed({ runtime: { [runtime]: change } });
    return [
      [`no SDK in ${runtime}`, sdk({ initialised: false }), `sdk_${runtime}_not_started`, "fail", config],
      [
        `${runtime} is switched off`,
        sdk({ enabled: false }),
        `sdk_${runtime}_sends_nothing`,
        "fail",
        `${file}remove enabled`,
      ],
      [
        `${runtime} samples none`,
        sdk({ sampleRate: 0 }),
        `sdk_${runtime}_sends_nothing`,
        "fail",
        `${file}remove sampleRate`,
      ],
      [
        `${runtime} samples some`,
        sdk({ sampleRate: 0.5 }),
        `sdk_${runtime}_samples`,
        "fail",
        `${file}remove sampleRate`,
      ],
      [`another DSN in ${runtime}`, sdk({ sameDsn: false }), `sdk_${runtime}_differs`, "warn", file],
      [`another release in ${runtime}`, sdk({ release: "old" }), `sdk_${runtime}_differs`, "warn", file],
      [
        `another environment in ${runtime}`,
        sdk({ environment: null }),
        `sdk_${runtime}_differs`,
        "warn",
        file,
      ],
      [
        `two cores in ${runtime}`,
        sdk({ cores: ["11.5.0", "10.1.0"] }),
        `sdk_${runtime}_cores`,
        "fail",
        "overrides",
      ],
    ];
  });
  const rows: Row[] = [
    ...both,
    [
      "register() never ran",
      changed({ runtime: { registered: false } }),
      "register_not_called",
      "fail",
      "instrumentation.ts",
    ],
    [
      "onRequestError is not exported",
      changed({ runtime: { onRequestError: false } }),
      "on_request_error_missing",
      "fail",
      "export const onRequestError",
    ],
    [
      "Next cannot be asked",
      changed({ runtime: { onRequestError: null } }),
      "on_request_error_unasked",
      "note",
      "sentry",
    ],
    ["the edge route is silent", changed({ runtime: { edge: null } }), "sdk_edge_unasked", "note", "APP_URL"],
  ];
  test.each(rows)("%s", (_, ...row) => expectOnly(...row));
});

describe("the page that a browser gets", () => {
  const page = (change: Partial<DoctorFacts["page"]>) => changed({ page: change });
  const policy = (text: string) => page({ policies: [{ page: "/admin/login", policy: text }] });
  const rows: Row[] = [
    ["nobody answers", page({ outcome: failed("refused") }), "page_unreachable", "warn", "APP_URL="],
    ["it answers 502", page({ outcome: html(502) }), "page_unreachable", "warn", "APP_URL="],
    ["it redirects", page({ outcome: redirect("sso.example") }), "page_unreachable", "warn", "APP_URL="],
    ["it names no DSN", page({ settings: null }), "browser_unconfigured", "fail", "app/layout.tsx"],
    [
      "it names another release",
      page({ settings: { sameDsn: true, release: "old", environment: "staging" } }),
      "browser_differs",
      "warn",
      "cache",
    ],
    [
      "it names another environment",
      page({ settings: { sameDsn: true, release: "shop@1f2e3d4", environment: "dev" } }),
      "browser_differs",
      "warn",
      "variables",
    ],
    [
      "it names another DSN",
      page({ settings: { sameDsn: false, release: "shop@1f2e3d4", environment: "staging" } }),
      "browser_differs",
      "warn",
      "variables",
    ],
    [
      "its policy keeps errors in",
      policy("default-src 'self'"),
      "csp_blocks_ingest",
      "fail",
      "connect-src 'self' https://o1.ingest.example",
    ],
  ];
  test.each(rows)("%s", (_, ...row) => expectOnly(...row));

  test("a policy that admits the ingest is named", () => {
    const { findings } = examine(policy("connect-src 'self' https://o1.ingest.example"));
    expect(findings.find((one) => one.code === "csp_ok")?.what).toContain("/admin/login");
  });

  test.each<[string, boolean]>([
    ["default-src 'self'", false],
    ["default-src 'self'; connect-src https://o1.ingest.example", true],
    ["DEFAULT-SRC *; Connect-Src 'none'", false],
    ["connect-src *", true],
    ["connect-src https:", true],
    ["connect-src http:", true],
    ["connect-src wss:", false],
    ["connect-src https://*.ingest.example", true],
    ["connect-src https://*.example", true],
    ["connect-src *.ingest.example", true],
    ["connect-src https://*.o1.ingest.example", false],
    ["connect-src https://ingest.example", false],
    ["connect-src o1.ingest.example", true],
    ["connect-src o1.ingest.example:443", true],
    ["connect-src o1.ingest.example:*", true],
    ["connect-src o1.ingest.example:8443", false],
    ["connect-src http://o1.ingest.example", true],
    ["connect-src", false],
    ["img-src 'none'", true],
    ["connect-src 'self'; connect-src *", false],
    ["connect-src *, default-src 'self'", false],
    ["connect-src *, img-src 'none'", true],
    ["", true],
  ])("the policy %j admits the ingest: %s", (header, expected) => {
    expect(admits(header, "https://o1.ingest.example", "https://app.example")).toBe(expected);
  });

  test("a policy's own origin is one with its port", () => {
    expect(admits("connect-src 'self'", "http://127.0.0.1:9000", "http://127.0.0.1:3000")).toBe(false);
    expect(admits("connect-src 'self'", "https://app.example", "https://app.example")).toBe(true);
  });

  test.each([
    [{ configured: false, started: false, cores: [] }, []],
    [{ configured: true, started: true, cores: ["11.5.0"] }, ["sdk_browser_ok"]],
    [{ configured: true, started: false, cores: [] }, ["sdk_browser_not_started"]],
    [{ configured: true, started: true, cores: ["11.5.0", "9.0.0"] }, ["sdk_browser_cores"]],
  ])("a browser with %j finds %j", (facts, codes) => {
    expect(examineBrowser(facts).map((one) => one.code)).toEqual(codes);
  });
});

describe("Inngest", () => {
  const inngest = (change: Partial<DoctorFacts["inngest"]>) => changed({ inngest: change });
  const rows: Row[] = [
    ["no event key", inngest({ eventKey: false }), "inngest_event_key_missing", "fail", "INNGEST_EVENT_KEY="],
    [
      "events cannot be sent",
      inngest({ events: failed("refused"), functions: failed("refused") }),
      "inngest_unreachable",
      "fail",
      "INNGEST_BASE_URL",
    ],
    ["its API hangs", inngest({ functions: failed("timeout") }), "inngest_unreachable", "fail", "firewall"],
    [
      "it refuses the signing key",
      inngest({ functions: json(401), registered: null }),
      "inngest_signing_key_refused",
      "fail",
      "INNGEST_SIGNING_KEY=",
    ],
    [
      "it knows no function",
      inngest({ registered: [] }),
      "inngest_functions_unregistered",
      "fail",
      "/api/inngest",
    ],
    [
      "it knows one of two",
      inngest({ registered: ["roundtrip-raise"] }),
      "inngest_functions_unregistered",
      "fail",
      "Sync",
    ],
    [
      "it does not list functions",
      inngest({ functions: html(404), registered: null }),
      "inngest_functions_unasked",
      "note",
      "sentry-inngest",
    ],
    [
      "the app's own route is behind a login",
      inngest({ served: redirect("sso.example") }),
      "inngest_endpoint_silent",
      "fail",
      "app/api/inngest/route.ts",
    ],
    [
      "the app's own route hangs",
      inngest({ served: failed("timeout") }),
      "inngest_endpoint_silent",
      "fail",
      "serve(",
    ],
  ];
  test.each(rows)("%s", (_, ...row) => expectOnly(...row));

  test("the dev server needs no event key, and an app without an address is not asked", () => {
    expect(examine(inngest({ mode: "dev", eventKey: false, served: null })).status).toBe("pass");
  });
});

describe("the project in Sentry", () => {
  const filters = (change: Partial<FilterFacts>, local = false) =>
    changed({ sentry: { local, read: { filters: change } } });
  const rows: Row[] = [
    [
      "the release is unknown",
      changed({ sentry: { read: { release: json(404) } } }),
      "release_unknown",
      "note",
      "SENTRY_AUTH_TOKEN",
    ],
    [
      "filters may not be seen",
      changed({ sentry: { read: { filterList: json(403), filters: null } } }),
      "filters_unseen",
      "note",
      "project:read",
    ],
    ["a filter is on", filters({ active: ["web-crawlers"] }), "filters_active", "note", "Inbound Filters"],
    [
      "localhost is filtered, elsewhere",
      filters({ active: ["localhost"] }),
      "filters_active",
      "note",
      "mean",
    ],
    ["addresses are filtered", filters({ addresses: ["10.0.0.1"] }), "filters_active", "note", "mean"],
    ["another release is filtered", filters({ releases: ["blog@*"] }), "filters_active", "note", "mean"],
    ["other messages are filtered", filters({ messages: ["*timeout*"] }), "filters_active", "note", "mean"],
    ["the clock is a minute off", changed({ sentry: { skewMs: 60_000 } }), "clock_skew", "warn", "set-ntp"],
    [
      "the clock is ten minutes off",
      changed({ sentry: { skewMs: -600_000 } }),
      "clock_skew",
      "fail",
      "set-ntp",
    ],
  ];
  test.each(rows)("%s", (_, ...row) => expectOnly(...row));

  test.each<[string, DoctorFacts, string]>([
    ["this release", filters({ releases: ["blog@*", "SHOP@*"] }), "filter_drops_release"],
    ["this release in part", filters({ releases: ["*1f2*3d4"] }), "filter_drops_release"],
    ["the checks", filters({ messages: ["RoundtripError: *"] }), "filter_drops_checks"],
    ["what checks say", filters({ messages: ["*raised this on purpose*"] }), "filter_drops_checks"],
    ["localhost", filters({ active: ["localhost"] }, true), "filter_drops_localhost"],
  ])("a filter that drops %s fails", (_, facts, code) => {
    const answer = examine(facts);
    expect(answer.status).toBe("fail");
    expect(answer.findings[0]).toMatchObject({ code, level: "fail" });
    expect(answer.findings[0]?.change).toContain("Inbound Filters");
  });

  test.each([
    [9_999, "clock_ok"],
    [-9_999, "clock_ok"],
    [10_000, "clock_skew"],
  ])("a clock %d ms off is %s", (skewMs, code) => {
    expect(examine(changed({ sentry: { skewMs } })).findings.map((one) => one.code)).toContain(code);
  });

  test("a clock that nobody told is no finding", () => {
    const codes = examine(changed({ sentry: { skewMs: null } })).findings.map((one) => one.code);
    expect(codes.filter((code) => code.startsWith("clock"))).toEqual([]);
  });
});
