import { expect, test } from "vitest";
import type { CanaryFacts } from "#doctor/facts.js";
import { examineCanary } from "./canary.js";

const HOUR = 60 * 60_000;
const NOW = Date.UTC(2030, 0, 31, 12);
const facts: CanaryFacts = {
  calledAt: NOW - HOUR,
  now: NOW,
  maxAgeMs: 24 * HOUR,
  retentionMs: 30 * 24 * HOUR,
  secret: true,
  scheduled: false,
  alerts: true,
};

test.each<[title: string, more: Partial<CanaryFacts>, expected: string[]]>([
  ["it was called an hour ago", {}, ["ok canary_called"]],
  ["it was called as long ago as it may be", { calledAt: NOW - 24 * HOUR }, ["ok canary_called"]],
  ["it was called longer ago", { calledAt: NOW - 24 * HOUR - 1 }, ["fail canary_silent"]],
  [
    "it was called longer ago, by ADMIN_TOKEN",
    { calledAt: NOW - 25 * HOUR, secret: false },
    ["fail canary_silent"],
  ],
  ["it may be called once a week", { calledAt: NOW - 25 * HOUR, maxAgeMs: 168 * HOUR }, ["ok canary_called"]],
  ["nobody ever called, and a secret waits", { calledAt: null }, ["note canary_never_called"]],
  ["nobody ever called, and nobody is meant to", { calledAt: null, secret: false }, []],
  ["the last call is forgotten", { calledAt: NOW - 31 * 24 * HOUR, secret: false }, []],
  [
    "it was called, and alerts go to nobody",
    { alerts: false },
    ["ok canary_called", "warn alerts_to_nobody"],
  ],
  [
    "Inngest calls it, and alerts go to nobody",
    { calledAt: null, secret: false, scheduled: true, alerts: false },
    ["warn alerts_to_nobody"],
  ],
  ["nobody calls it, and alerts go to nobody", { calledAt: null, secret: false, alerts: false }, []],
  [
    "the last call is forgotten, and alerts go to nobody",
    { calledAt: NOW - 31 * 24 * HOUR, secret: false, alerts: false },
    [],
  ],
])("%s", (_title, more, expected) => {
  const findings = examineCanary({ ...facts, ...more });
  expect(findings.map(({ level, code }) => `${level} ${code}`)).toEqual(expected);
});

test("the finding says when it was called last, and where", () => {
  const [silent] = examineCanary({ ...facts, calledAt: Date.UTC(2030, 0, 29, 7, 5) });
  expect(silent?.what).toContain("2030-01-29 07:05 UTC");
  expect(silent?.change).toContain("/api/health/sentry/verify");
});

test("only a canary on a schedule is said to fire by itself: a call may have been made by hand", () => {
  const said = (more: Partial<CanaryFacts>) =>
    examineCanary({ ...facts, alerts: false, ...more }).at(-1)?.what;
  expect(said({})).toMatch(/^The canary was called,/);
  expect(said({ scheduled: true })).toMatch(/^The canary fires by itself,/);
});
