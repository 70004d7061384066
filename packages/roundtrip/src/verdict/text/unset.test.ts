import { describe, expect, test } from "vitest";
import { examine } from "#doctor/findings/examine.js";
import { changed, onBugsink } from "#doctor/testing/facts.js";
import { unset } from "./unset.js";

const problem = (variable: string) => ({ variable, message: "holds a line break" });

test("a variable that is set and cannot be used is not called unset", () => {
  expect(unset("APP_URL", [])).toBe("APP_URL is not set");
  expect(unset("APP_URL", [problem("SENTRY_URL")])).toBe("APP_URL is not set");
  expect(unset("APP_URL", [problem("APP_URL")])).toBe(
    "APP_URL is set, but cannot be used: it holds a line break",
  );
  const all = [problem("APP_URL"), { variable: "APP_URL", message: "must be an http(s) address" }];
  expect(unset("APP_URL", all)).toBe(
    "APP_URL is set, but cannot be used: it holds a line break, and it must be an http(s) address",
  );
});

describe("the doctor says of a variable that is set and cannot be used that it cannot be used", () => {
  const withProblem = (variable: string, change: Parameters<typeof changed>[0]) =>
    changed({ ...change, variables: { problems: [problem(variable)], ...change.variables } });
  test.each([
    ["SENTRY_API_TOKEN", "read_token_missing", { sentry: { token: false, read: null } }],
    ["SENTRY_ORG", "read_org_missing", { sentry: { org: false, read: null } }],
    ["SENTRY_URL", "sentry_url_missing", { sentry: { unnamed: true, read: null } }],
    ["APP_URL", "own_address_unknown", { variables: { ownAddress: false } }],
  ] as const)("%s", (variable, code, change) => {
    const what = (facts: Parameters<typeof examine>[0]) =>
      examine(facts).findings.find((one) => one.code === code)?.what;
    const said = what(withProblem(variable, change));
    expect(said).toContain(`${variable} is set, but cannot be used: it holds a line break`);
    expect(said).not.toContain(`${variable} is not set`);
    expect(what(changed(change))).not.toContain("cannot be used");
  });

  test("SENTRY_API_TOKEN, at a Bugsink", () => {
    const facts = onBugsink({});
    const { findings } = examine({
      ...facts,
      variables: { ...facts.variables, problems: [problem("SENTRY_API_TOKEN")] },
      sentry: { ...facts.sentry, token: false },
    });
    expect(findings.find(({ code }) => code === "read_token_missing")?.what).toContain("cannot be used");
  });
});
