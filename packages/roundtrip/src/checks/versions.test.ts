import { describe, expect, test } from "vitest";
import { examine } from "#doctor/findings/examine.js";
import { changed, healthy } from "#doctor/testing/facts.js";
import { isOlder } from "./versions.js";

test.each<[string, string, boolean]>([
  ["9.7.0", "9.10.0", true],
  ["9.10.0", "9.10.0", false],
  ["9.10.1", "9.10.0", false],
  ["10.0.0", "9.10.0", false],
  ["8.99.99", "9.10.0", true],
  ["v9.7", "9.10.0", true],
  ["9", "9.10.0", true],
  ["10", "9.10.0", false],
  ["9.10.0-rc.1", "9.10.0", false],
  ["26.4.1", "26.4.2", true],
  ["26.5.0.dev0", "26.4.2", false],
  ["local", "26.4.2", false],
  ["", "1.0.0", false],
])("%s is older than %s: %s", (version, least, older) => {
  expect(isOlder(version, least)).toBe(older);
});

const wrong = (facts: Parameters<typeof examine>[0]) =>
  examine(facts).findings.filter(({ level }) => level !== "ok");

describe("a version that cannot work", () => {
  test.each([
    ["next", "15.5.2", "proxy.ts"],
    ["@sentry/nextjs", "10.53.0", "options and hooks"],
    ["pino", "9.7.0", "nothing that is logged"],
    ["zod", "3.25.76", "does not start without it"],
  ])("is a finding: %s %s", (name, version, why) => {
    const [finding, ...more] = wrong(changed({ versions: { ...healthy.versions, [name]: version } }));
    expect(more).toEqual([]);
    expect(finding).toMatchObject({ code: "version_too_old", level: "fail" });
    expect(finding?.what).toContain(`${name} ${version} is installed`);
    expect(finding?.why).toContain(why);
    expect(finding?.change).toContain(`"${name}"`);
  });

  test("of a self-hosted Sentry is a finding", () => {
    const old = changed({ sentry: { backend: "sentry-self-hosted", version: "26.4.1" } });
    expect(wrong(old).map(({ code, level }) => [code, level])).toEqual([["sentry_too_old", "warn"]]);
    expect(wrong(old)[0]?.change).toContain("26.4.2");
  });

  test.each([
    { backend: "sentry-self-hosted", version: "26.4.2" },
    { backend: "sentry-self-hosted", version: "local" },
    { backend: "sentry-self-hosted", version: null },
    { backend: "sentry-saas", version: "1.0.0" },
  ] as const)("is not that of %j", (sentry) => {
    expect(wrong(changed({ sentry }))).toEqual([]);
  });

  test("that is not known is none", () => {
    expect(wrong(changed({ versions: { pino: null } }))).toEqual([]);
  });
});
