import { describe, expect, test } from "vitest";
import type { DoctorFacts } from "#doctor/facts.js";
import type { Level } from "#doctor/finding.js";
import { examine } from "#doctor/findings/examine.js";
import { changed, healthy, REHEARSED } from "#doctor/testing/facts.js";
import type { AskedInBrowser } from "#sentry/sdk/state/facts.js";
import { examineBrowser, foundWith } from "./browser.js";

const SERVER = { release: healthy.runtime.release, environment: healthy.runtime.environment };
const asked: AskedInBrowser = {
  sdk: { ...healthy.runtime.edge },
  page: SERVER,
  handlers: true,
  ingest: "reached",
  ingestOrigin: "https://o1.ingest.example",
};
const facts = (change: Partial<AskedInBrowser> = {}) => ({
  configured: true,
  started: true,
  cores: ["11.5.0"],
  asked: { ...asked, ...change },
});
const sdk = (change: Partial<AskedInBrowser["sdk"]>) => facts({ sdk: { ...asked.sdk, ...change } });

describe("a browser whose SDK was asked", () => {
  test("is well", () => {
    expect(examineBrowser(facts(), SERVER).map(({ code, level }) => [code, level])).toEqual([
      ["sdk_browser_ok", "ok"],
    ]);
  });

  const ignored = REHEARSED.map((one) =>
    one.type === "RoundtripError"
      ? { ...one, fate: "ignored" as const, by: "ignoreErrors /x/", drops: 3 }
      : one,
  );
  test.each<[string, ReturnType<typeof facts>, string, Level, string]>([
    [
      "has a rule too wide",
      sdk({ rehearsed: ignored }),
      "sdk_browser_ignores_checks",
      "fail",
      "instrumentation-client.ts or sentry.client.config.ts: narrow",
    ],
    [
      "samples errors",
      sdk({ sampleRate: 0.5 }),
      "sdk_browser_samples",
      "fail",
      "instrumentation-client.ts or sentry.client.config.ts: remove sampleRate",
    ],
    ["has another release than the server", sdk({ release: "old" }), "sdk_browser_differs", "fail", "cache"],
    [
      "has no client",
      sdk({ initialised: false }),
      "sdk_browser_not_started",
      "fail",
      "instrumentation-client.ts",
    ],
    [
      "does not listen",
      facts({ handlers: false }),
      "sdk_browser_handlers_missing",
      "fail",
      "instrumentation-client.ts or sentry.client.config.ts",
    ],
    ["is slow to reach Sentry", facts({ ingest: "slow" }), "browser_ingest_slow", "warn", "open https://o1"],
    ["is blocked", facts({ ingest: "blocked" }), "browser_ingest_blocked", "warn", "tunnel"],
    [
      "is under a policy",
      facts({ ingest: "policy" }),
      "browser_ingest_blocked",
      "warn",
      "connect-src 'self' https://o1.ingest.example",
    ],
  ])("that %s is told so", (_, given, code, level, change) => {
    const found = examineBrowser(given, SERVER);
    expect(found.map((one) => [one.code, one.level])).toEqual([[code, level]]);
    expect(found[0]?.change).toContain(change);
  });

  const TUNNEL = { tunnel: true, ingestOrigin: "https://app.example", sendsTo: "https://app.example/x" };
  const refused = (status: number, more: Partial<AskedInBrowser> = TUNNEL, isPage = false) =>
    facts({ ...more, answer: { status, isPage } });
  test.each<[string, ReturnType<typeof facts>, string, Level, RegExp]>([
    [
      "a tunnel without a route",
      refused(404, TUNNEL, true),
      "browser_tunnel_refused",
      "fail",
      /instrumentation-client\.ts/,
    ],
    ["a tunnel behind a sign-in", refused(401), "browser_tunnel_refused", "fail", /without a sign-in/],
    ["a tunnel in trouble", refused(502), "browser_tunnel_refused", "fail", /option tunnel/],
    [
      "a page in a tunnel's place",
      refused(200, TUNNEL, true),
      "browser_tunnel_is_page",
      "warn",
      /Add a route at https:\/\/app\.example\/x/,
    ],
    ["a tunnel that is slow", facts({ ...TUNNEL, ingest: "slow" }), "browser_ingest_slow", "warn", /load/],
    [
      "a blocked tunnel",
      facts({ ...TUNNEL, ingest: "blocked" }),
      "browser_ingest_blocked",
      "warn",
      /without extensions/,
    ],
    [
      "an origin that the project does not allow",
      refused(403, {}),
      "browser_ingest_refused",
      "fail",
      /Allowed Domains/,
    ],
    ["a limit", refused(429, {}), "browser_ingest_refused", "warn", /quota/],
    ["no such project", refused(404, {}), "browser_ingest_refused", "fail", /DSN that the browser has/],
  ])("that meets %s is told so, and SENTRY_DSN is not blamed", (_, given, code, level, change) => {
    const found = examineBrowser(given, SERVER);
    expect(found.map((one) => [one.code, one.level])).toEqual([[code, level]]);
    expect(found[0]?.change).toMatch(change);
    expect(JSON.stringify(found)).not.toContain("SENTRY_DSN");
  });

  test("is not blamed for the policy of Roundtrip's own page, which no tunnel on another host passes", () => {
    const elsewhere = { ...TUNNEL, ingest: "policy" as const };
    const codes = (origin: string) =>
      examineBrowser(facts({ ...elsewhere, origin }), SERVER).map(({ code, level }) => [code, level]);
    expect(codes("https://www.example")).toEqual([["browser_tunnel_untried", "note"]]);
    const [found] = examineBrowser(facts({ ...elsewhere, origin: "https://www.example" }), SERVER);
    expect(found?.change).toMatch(/^SENTRY_BROWSER_TUNNEL=/);
    expect(codes("https://app.example")).toEqual([["browser_ingest_blocked", "warn"]]);
  });

  test.each([200, 204])("that gets %d from a tunnel, and no page, is well", (status) => {
    expect(examineBrowser(refused(status), SERVER).map(({ code }) => code)).toEqual(["sdk_browser_ok"]);
  });

  test("that has its DSN from the build asks no server for one", () => {
    const answer = examine(healthy);
    const codes = (browser: ReturnType<typeof facts>) =>
      foundWith(answer, browser)
        .filter(({ level }) => level !== "ok")
        .map(({ code }) => code);
    expect(codes(facts())).toEqual([]);
    expect(codes({ ...facts(), started: false })).toEqual(["sdk_browser_not_started"]);
  });

  test("is not told once more what the server found at the same address", () => {
    const asDoctor = (code: number) =>
      examine(
        changed({
          sentry: { ingest: { outcome: { kind: "answered", status: code, json: true, redirect: null } } },
        }),
      );
    const same = { sendsTo: healthy.page.sendsTo };
    const codes = (server: number, browser: Partial<AskedInBrowser>) =>
      foundWith(asDoctor(server), refused(403, browser))
        .filter(({ level }) => level === "fail")
        .map(({ code }) => code);
    expect(codes(403, same)).toEqual(["dsn_key_refused"]);
    expect(codes(200, same)).toEqual(["browser_ingest_refused"]);
    expect(codes(403, { ...TUNNEL })).toEqual(["dsn_key_refused", "browser_tunnel_refused"]);
  });

  test("is held to its own page where the server did not say what it runs as", () => {
    expect(examineBrowser(facts()).map(({ code }) => code)).toEqual(["sdk_browser_ok"]);
    expect(examineBrowser(sdk({ release: "old" })).map(({ code }) => code)).toEqual(["sdk_browser_differs"]);
  });
});

describe("a browser that sends to a tunnel, which its own Sentry.init names", () => {
  const answer = (text: string) =>
    examine(changed({ page: { policies: [{ page: "/shop", at: "/shop", texts: [text], leaves: null }] } }));
  const tunnel = facts({ origin: "https://www.app.example", sendsTo: "https://www.app.example/tunnel" });
  const codes = (text: string, browser = tunnel) =>
    foundWith(answer(text), browser)
      .map(({ code }) => code)
      .filter((code) => /^csp_/.test(code));

  test.each([
    ["connect-src 'self'", "csp_blocks_ingest", "csp_ok"],
    ["connect-src https://o1.ingest.example", "csp_ok", "csp_blocks_ingest"],
  ])("decides what %s means: not %s but %s", (text, before, after) => {
    expect(answer(text).findings.map(({ code }) => code)).toContain(before);
    expect(codes(text)).toEqual([after]);
  });

  test("blames no policy of Roundtrip's own page, which the operator cannot write", () => {
    const own = { page: "/admin/sentry/sign-in", at: "/admin/sentry/sign-in", leaves: null };
    const shop = { page: "/shop", at: "/shop", texts: [], leaves: null };
    const elsewhere = facts({ origin: "https://app.example", sendsTo: "https://errors.example/tunnel" });
    const found = (policies: DoctorFacts["page"]["policies"]) =>
      foundWith(examine(changed({ page: { policies } })), elsewhere).filter(({ code }) => /^csp_/.test(code));
    const strict = { ...own, texts: ["connect-src 'self' https://o1.ingest.example"] };
    expect(found([shop, strict])).toMatchObject([
      { code: "csp_ok", what: expect.stringMatching(/^The page \/shop has no policy/) },
    ]);
    expect(found([strict])).toEqual([]);
  });

  test("changes nothing where it sends to the host in the DSN", () => {
    expect(codes("connect-src 'self'", facts({ sendsTo: healthy.page.sendsTo }))).toEqual([
      "csp_blocks_ingest",
    ]);
    expect(codes("connect-src 'self'", facts())).toEqual(["csp_blocks_ingest"]);
  });

  test("changes nothing where its SDK was not started", () => {
    expect(codes("connect-src 'self'", { ...tunnel, started: false })).toEqual(["csp_blocks_ingest"]);
  });
});

describe("a page that asked the server for its options, and got no DSN,", () => {
  const codes = (page: Partial<DoctorFacts["page"]>, configured = false) =>
    foundWith(examine(changed({ page })), { configured, started: false, cores: [] }).map(({ code }) => code);

  test("is a finding where the app takes the check of the browser", () => {
    expect(codes({})).toContain("browser_unconfigured");
    expect(codes({}, true)).not.toContain("browser_unconfigured");
    expect(codes({ checksBrowser: false })).not.toContain("browser_unconfigured");
  });

  test("is none where the server has no DSN either, which is said already", () => {
    expect(codes({ dsn: false, sendsTo: "" })).not.toContain("browser_unconfigured");
  });
});
