import { describe, expect, test } from "vitest";
import type { DoctorFacts } from "#doctor/facts.js";
import type { Level } from "#doctor/finding.js";
import { examineBrowser } from "#doctor/findings/sdk/browser.js";
import { expectOnly } from "#doctor/testing/expect-only.js";
import { changed, failed, html, redirect } from "#doctor/testing/facts.js";
import { admits } from "./csp.js";
import { examine } from "./examine.js";

type Row = [situation: string, facts: DoctorFacts, code: string, level: Level, change: string];

describe("the page that a browser gets", () => {
  const page = (change: Partial<DoctorFacts["page"]>) => changed({ page: change });
  const policy = (text: string) =>
    page({ policies: [{ page: "/shop", at: "/shop", texts: [text], leaves: null }] });
  const rows: Row[] = [
    ["nobody answers", page({ outcome: failed("refused") }), "page_unreachable", "warn", "APP_URL="],
    ["it answers 502", page({ outcome: html(502) }), "page_unreachable", "warn", "APP_URL="],
    ["it is slow to answer", page({ outcome: failed("timeout"), slow: true }), "page_slow", "warn", "load"],
    [
      "it was not asked over http",
      page({ outcome: failed("insecure") }),
      "page_unreachable",
      "note",
      "https",
    ],
    ["it redirects", page({ outcome: redirect("sso.example") }), "page_unreachable", "warn", "APP_URL="],
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
    expect(findings.find((one) => one.code === "csp_ok")?.what).toBe(
      "The policy of /shop admits https://o1.ingest.example/api/42/envelope/. Other pages were not read: name them in DOCTOR_PAGES.",
    );
  });

  test("a policy in a <meta> that blocks is not outvoted by a header that admits", () => {
    const texts = ["connect-src *", "connect-src 'self'"];
    const { findings } = examine(page({ policies: [{ page: "/", at: "/en", texts, leaves: null }] }));
    expect(findings.find((one) => one.code === "csp_blocks_ingest")?.what).toContain("/ (answered at /en)");
  });

  test("a page that could not be read is no page without a policy", () => {
    const answer = examine(page({ unread: [{ page: "/shop", answer: "redirects to sso.example" }] }));
    expect(answer.findings.map(({ code }) => code)).not.toContain("csp_ok");
    expect(answer.findings.find(({ code }) => code === "page_unread")).toMatchObject({
      level: "warn",
      what: "/shop redirects to sso.example.",
      change: expect.stringMatching(/^DOCTOR_PAGES=/),
    });
  });

  test("one page of several that is slow says nothing about the pages to name", () => {
    const slow = { page: "/shop", answer: "did not answer (ETIMEDOUT)", because: "slow" as const };
    const found = examine(page({ slow: true, unread: [slow] })).findings.filter(
      ({ level }) => level !== "ok",
    );
    expect(found).toMatchObject([
      { code: "page_slow", level: "warn", what: "/shop did not answer in time. It was asked twice." },
    ]);
    expect(found[0]?.change).toMatch(/^Examine again/);
  });

  test.each([["answered 500"], ["did not answer (ECONNRESET)"]])(
    "a page that %s is to be mended",
    (answer) => {
      const broken = { page: "/shop", answer, because: "broken" as const };
      const found = examine(page({ unread: [broken] })).findings.find(({ code }) => code === "page_unread");
      expect(found).toMatchObject({ level: "warn", what: `/shop ${answer}.` });
      expect(found?.change).toMatch(/^Open \/shop .*log/);
    },
  );

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
    ["connect-src https://o1.ingest.example/", true],
    ["connect-src https://o1.ingest.example/api/", true],
    ["connect-src https://o1.ingest.example/api/42/", true],
    ["connect-src https://o1.ingest.example/api/42/envelope/", true],
    ["connect-src o1.ingest.example:443/api/42/", true],
    ["connect-src *.ingest.example/api/42/", true],
    ["connect-src https://o1.ingest.example/%61pi/42/", true],
    ["connect-src https://o1.ingest.example/api/%zz/", false],
    ["connect-src https://o1.ingest.example/api/42", false],
    ["connect-src https://o1.ingest.example/api/42/envelope", false],
    ["connect-src https://o1.ingest.example/api/4/", false],
    ["connect-src https://o1.ingest.example/API/42/", false],
    ["connect-src https://o1.ingest.example/api/42/envelope/more/", false],
    ["connect-src https://o1.ingest.example/tunnel", false],
  ])("the policy %j admits the ingest: %s", (header, expected) => {
    const address = "https://o1.ingest.example/api/42/envelope/?sentry_key=abc";
    expect(admits(header, address, "https://app.example")).toBe(expected);
  });

  test("a policy's own origin is one with its port", () => {
    expect(admits("connect-src 'self'", "http://127.0.0.1:9000", "http://127.0.0.1:3000")).toBe(false);
    expect(admits("connect-src 'self'", "https://app.example", "https://app.example")).toBe(true);
    expect(admits("connect-src 'self'", "https://app.example/tunnel?o=1", "https://app.example")).toBe(true);
  });

  test.each([
    ["connect-src 'self'", "csp_ok"],
    ["connect-src https://o1.ingest.example", "csp_blocks_ingest"],
  ])("what decides is where the browser sends to: through a tunnel, %s is %s", (text, code) => {
    const facts = page({
      sendsTo: "https://app.example/tunnel",
      policies: [{ page: "/shop", at: "/shop", texts: [text], leaves: null }],
    });
    const found = examine(facts).findings.find((one) => /^csp_/.test(one.code));
    expect(found?.code).toBe(code);
    expect(found?.what).toContain("https://app.example/tunnel");
    expect(found?.change).toBe(code === "csp_ok" ? "" : "Content-Security-Policy: connect-src 'self'");
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
