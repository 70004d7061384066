import { describe, expect, test } from "vitest";
import type { BugsinkFacts } from "#doctor/facts.js";
import type { Level } from "#doctor/finding.js";
import { examine } from "#doctor/findings/examine.js";
import { changed, failed, html, json, onBugsink } from "#doctor/testing/facts.js";

const notWell = (facts: Parameters<typeof examine>[0]) =>
  examine(facts).findings.filter((one) => one.level !== "ok");

describe("a deployment that reports to a Bugsink", () => {
  test("is well without an organisation, and without what only a Sentry has", () => {
    expect(notWell(onBugsink())).toEqual([]);
    const codes = examine(onBugsink()).findings.map((one) => one.code);
    expect(codes).toContain("read_ok");
    expect(codes).not.toContain("filters_ok");
  });

  test.each<[string, Partial<BugsinkFacts>, string, Level, string]>([
    ["its server is away", { project: failed("refused") }, "api_unreachable", "fail", "SENTRY_URL"],
    ["its server is slow", { project: failed("timeout") }, "api_timeout", "fail", "firewall"],
    ["the token is unknown", { project: json(401) }, "read_token_refused", "fail", "events:read"],
    [
      "the token may not read projects",
      { project: json(403) },
      "read_scopes_missing",
      "fail",
      "projects:read",
    ],
    ["the token may not list issues", { issues: json(403) }, "read_scopes_missing", "fail", "issues:read"],
    ["the token may not read events", { event: json(403) }, "read_scopes_missing", "fail", "events:read"],
    ["there is no such project", { project: json(404), isOwn: null }, "project_other", "fail", "SENTRY_URL="],
    ["its project has another key", { isOwn: false }, "project_other", "fail", "SENTRY_URL="],
    ["a firewall refuses", { project: json(403), foreign: 403 }, "api_refused", "fail", "events:read"],
    ["somebody wants a payment", { project: json(402) }, "api_payment_required", "fail", "Bugsink"],
    ["it does not take a question", { issues: json(400) }, "api_unexpected", "fail", "Update"],
    ["a login page answers", { project: html(), isOwn: null }, "api_unexpected", "fail", "SENTRY_URL"],
    ["it answers 500", { issues: json(500) }, "api_error", "warn", "Bugsink"],
  ])("%s", (_, change, code, level, line) => {
    const wrong = notWell(onBugsink(change));
    expect(wrong.map((one) => [one.code, one.level])).toEqual([[code, level]]);
    expect(wrong[0]?.change).toContain(line);
    expect(wrong[0]?.what).not.toBe("");
  });

  test("names what the token lacks", () => {
    const [finding] = notWell(onBugsink({ issues: json(403), event: json(403) }));
    expect(finding?.what).toContain("issues:read and events:read");
  });

  test("is told which rights a token needs where there is none", () => {
    const [finding] = notWell(changed({ sentry: { backend: "bugsink", token: false, read: null } }));
    expect([finding?.code, finding?.level]).toEqual(["read_token_missing", "warn"]);
    expect(finding?.change).toContain("issues:read");
  });
});
