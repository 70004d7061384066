import { expect, test } from "vitest";
import { safeNext } from "#access/next-page.js";
import { addressOf, filterFrom } from "./filter.js";

const none = { check: null, environment: null, release: null, day: null };

test.each([
  [{}, none],
  [{ check: "", environment: "", release: "", day: "" }, none],
  [{ day: "2026-11-27" }, { ...none, day: "2026-11-27" }],
  [{ day: "2024-02-29" }, { ...none, day: "2024-02-29" }],
  [
    { check: "sentry", other: "x" },
    { ...none, check: "sentry" },
  ],
  [
    { check: "sentry-edge", environment: "prod", release: "shop@1", day: "2026-11-27" },
    { check: "sentry-edge", environment: "prod", release: "shop@1", day: "2026-11-27" },
  ],
])("%j filters by %j", (query, filter) => {
  expect(filterFrom(query)).toEqual({ filter, problems: [] });
});

test.each([
  [{ check: "sentri" }, "check: there is no such check"],
  [{ check: "__proto__" }, "check: there is no such check"],
  [{ environment: ["a", "b"] }, "environment: is given twice"],
  [{ environment: "x".repeat(65) }, "environment: an environment has 64 characters at most"],
  [{ release: "x".repeat(251) }, "release: a release has 250 characters at most"],
  [{ day: "27 Nov" }, "day: a day is written as 2026-11-23"],
  [{ day: "2026-11-31" }, "day: a day is written as 2026-11-23"],
  [{ day: "2026-1-3" }, "day: a day is written as 2026-11-23"],
  [{ day: "2026-11-27T10:00:00Z" }, "day: a day is written as 2026-11-23"],
  [{ day: ["2026-11-27", "2026-11-28"] }, "day: is given twice"],
])("%j filters nothing, and the field is named", (query, problem) => {
  expect(filterFrom({ ...query, check: "check" in query ? query.check : "sentry" })).toEqual({
    filter: { ...none, ...("check" in query ? {} : { check: "sentry" }) },
    problems: [problem],
  });
});

test("an address gives the filter that it was made of, and survives the sign-in", () => {
  for (const release of ["shop@4f2a91c", "a b&c=d", "100 %", "é/ü?#", "a(b)!'*~"]) {
    const filter = { ...none, check: "sentry", release, day: "2026-11-27" };
    const address = addressOf(filter);
    const query = Object.fromEntries(new URL(address, "http://here.invalid").searchParams);
    expect(filterFrom(query).filter).toEqual(filter);
    expect(safeNext(address)).toBe(address);
  }
  expect(addressOf(none)).toBe("/admin/sentry/history");
});
