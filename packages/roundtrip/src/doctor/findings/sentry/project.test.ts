import { describe, expect, test } from "vitest";
import type { DoctorFacts, FilterFacts } from "#doctor/facts.js";
import type { Level } from "#doctor/finding.js";
import { examine } from "#doctor/findings/examine.js";
import { expectOnly } from "#doctor/testing/expect-only.js";
import { changed, json } from "#doctor/testing/facts.js";

type Row = [situation: string, facts: DoctorFacts, code: string, level: Level, change: string];

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
    [
      "what must not be stored anyway is filtered",
      filters({ messages: ["ValidationError: *"] }),
      "filters_active",
      "note",
      "mean",
    ],
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
    ["one check", filters({ messages: ["*sentry-render*"] }), "filter_drops_checks"],
    ["the near miss", filters({ messages: ["*ValidationError*"] }), "filter_drops_checks"],
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

  test.each<[number, number | null, Level, string]>([
    [600_000, null, "fail", "This server's clock is off"],
    [600_000, 598_000, "fail", "This server's clock is off"],
    [600_000, 0, "warn", "Sentry's clock is off"],
    [-600_000, -2_000, "warn", "Sentry's clock is off"],
  ])("Sentry's clock %d ms and Inngest's %s ms off: %s", (skewMs, inngestMs, level, title) => {
    const { findings } = examine(changed({ sentry: { skewMs }, inngest: { skewMs: inngestMs } }));
    expect(findings[0]).toMatchObject({ code: "clock_skew", level, title });
  });

  test("a clock that nobody told is no finding", () => {
    const codes = examine(changed({ sentry: { skewMs: null } })).findings.map((one) => one.code);
    expect(codes.filter((code) => code.startsWith("clock"))).toEqual([]);
  });

  const read = (change: Partial<NonNullable<DoctorFacts["sentry"]["read"]>>) =>
    changed({ sentry: { read: change } });
  const more: Row[] = [
    ["nothing was uploaded", read({ artifacts: 0 }), "source_maps_missing", "warn", "SENTRY_AUTH_TOKEN="],
    [
      "the build has no debug ids",
      changed({ sentry: { debugIds: false, read: { artifacts: null } } }),
      "source_maps_no_debug_ids",
      "warn",
      "withSentryConfig()",
    ],
    [
      "a sensitive field is part of a name",
      read({ scrubbing: { on: true, fields: ["iban", "DIV"], safe: [] } }),
      "project_scrubs_data",
      "warn",
      'take "DIV" out of the sensitive fields, or add divider to the safe ones',
    ],
  ];
  test.each(more)("%s", (_, ...row) => expectOnly(...row));

  test.each<[string, DoctorFacts]>([
    ["that was not asked for uploads", read({ artifacts: null })],
    ["that does not scrub", read({ scrubbing: { on: false, fields: ["number"], safe: [] } })],
    ["in which the field is safe", read({ scrubbing: { on: true, fields: ["numb"], safe: ["Number"] } })],
    ["whose settings were not told", read({ scrubbing: null })],
  ])("a project %s is no finding", (_, facts) => {
    expect(examine(facts).status).toBe("pass");
  });
});
