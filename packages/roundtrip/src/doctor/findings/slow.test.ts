import { describe, expect, test } from "vitest";
import type { DoctorFacts } from "#doctor/facts.js";
import type { Level } from "#doctor/finding.js";
import { changed, failed, healthy, html, onBugsink } from "#doctor/testing/facts.js";
import { examine } from "./examine.js";
import { isHasty } from "./slow.js";

const late = failed("timeout");

/** Every question of an examination, unanswered in time, and what is told when it was asked twice. */
const LATE: readonly [question: string, facts: DoctorFacts, code: string, level: Level][] = [
  ["the store", changed({ store: { reachable: "slow" } }), "store_slow", "fail"],
  ["ingest", changed({ sentry: { ingest: { outcome: late } } }), "ingest_timeout", "fail"],
  ["what answers at SENTRY_URL", changed({ sentry: { slow: true, read: null } }), "api_timeout", "fail"],
  ...(["root", "organisation", "project", "event", "search"] as const).map(
    (one): [string, DoctorFacts, string, Level] => [
      `Sentry's API, ${one}`,
      changed({ sentry: { read: { [one]: late } } }),
      "api_timeout",
      "fail",
    ],
  ),
  ["Bugsink's API", onBugsink({ issues: late }), "api_timeout", "fail"],
  ["the edge runtime", changed({ runtime: { edge: null, edgeSlow: true } }), "sdk_edge_slow", "note"],
  ["the app's page", changed({ page: { outcome: late, slow: true } }), "page_slow", "warn"],
  ["the app's Inngest route", changed({ inngest: { served: late } }), "inngest_endpoint_slow", "warn"],
  ...(["events", "sent", "functions"] as const).map((one): [string, DoctorFacts, string, Level] => [
    `Inngest, ${one}`,
    changed({ inngest: { [one]: late, ...(one === "functions" ? { registered: null } : {}) } }),
    "inngest_timeout",
    "fail",
  ]),
];

describe("an answer that does not come in time", () => {
  test.each(LATE)("is a reason to ask everything once more: %s", (_, facts) => {
    expect(isHasty(facts)).toBe(true);
  });

  test.each(LATE)(
    "is a finding of its own, and nothing else is blamed for it: %s",
    (_, facts, code, level) => {
      const wrong = examine(facts).findings.filter((one) => one.level !== "ok");
      expect(wrong.map((one) => [one.code, one.level])).toEqual([[code, level]]);
      expect(wrong[0]?.what).toMatch(/in time/);
      expect(wrong[0]?.change).toMatch(/^Examine again/);
      expect(`${wrong[0]?.change} ${wrong[0]?.why}`).not.toMatch(/STORE_URL=|APP_URL=|Tasks do not run/);
    },
  );

  test("of the app's own is never a failure", () => {
    const own = changed({
      runtime: { edge: null, edgeSlow: true },
      page: { outcome: late, slow: true },
      inngest: { served: late },
    });
    expect(examine(own).findings.filter(({ level }) => level === "fail")).toEqual([]);
  });
});

const cut = { ...failed("network"), code: "ECONNRESET" };
test.each([
  ["the app's page, whose connection is closed", changed({ page: { outcome: cut } })],
  ["the app's page, before which a proxy finds nobody", changed({ page: { outcome: html(503) } })],
  ["the edge runtime", changed({ runtime: { edge: null, edgeCut: true } })],
  ["the app's Inngest route", changed({ inngest: { served: html(502) } })],
  ["Sentry, whose connection is closed", changed({ sentry: { ingest: { outcome: cut } } })],
])("%s is asked once more", (_, facts) => {
  expect(isHasty(facts)).toBe(true);
});

test.each([
  ["a healthy set-up", healthy],
  ["a proxy that closed the connection", changed({ page: { outcome: failed("network", "PROXY_CLOSED") } })],
  ["a page that is not there", changed({ page: { outcome: html(404) } })],
  ["a refused connection", changed({ sentry: { ingest: { outcome: failed("refused") } } })],
  ["a store that is away", changed({ store: { reachable: false } })],
  ["what was not asked over http", changed({ page: { outcome: failed("insecure") } })],
])("%s is asked once", (_, facts) => {
  expect(isHasty(facts)).toBe(false);
});
