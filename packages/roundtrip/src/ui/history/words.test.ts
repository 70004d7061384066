import { expect, test } from "vitest";
import { type Counts, dayOf, NO_COUNTS } from "#verdict/history/days.js";
import { countsText, dayText, isMonday, lasting, stripText, utc, weekdayText } from "./words.js";

const day = dayOf(Date.parse("2026-11-23T00:00:00Z"));
const counts = (change: Partial<Counts>): Counts => ({ ...NO_COUNTS, ...change });

test("days and moments are written in UTC, wherever the server stands", () => {
  expect([dayText(day), weekdayText(day), isMonday(day), isMonday(day + 1)]).toEqual([
    "23 Nov",
    "Mon 23 Nov",
    true,
    false,
  ]);
  expect(utc("2026-11-23T23:59:30.000Z")).toBe("23 Nov 2026, 23:59 UTC");
});

test.each([
  [-5, "0 s"],
  [45_400, "45 s"],
  [59_600, "1 min"],
  [12 * 60_000, "12 min"],
  [3_599_000, "1 h"],
  [3_600_000, "1 h"],
  [3 * 3_600_000 + 16 * 60_000, "3 h 16 min"],
  [24 * 3_600_000, "1 day"],
  [52 * 3_600_000, "2 days 4 h"],
])("%d ms are %s", (ms, text) => {
  expect(lasting(ms)).toBe(text);
});

test.each([
  [{}, "no run"],
  [{ pass: 6 }, "6 passed"],
  [{ pass: 287, fail: 1 }, "1 failed, 287 passed"],
  [{ warn: 1, unknown: 2 }, "2 not proven, 1 passed with a warning"],
])("%j is said as %s", (change, text) => {
  expect(countsText(counts(change))).toBe(text);
});

test("a row of days says in words what the bars show", () => {
  const days = [day, day + 1, day + 2];
  expect(stripText(days, [])).toBe("3 days without a run.");
  expect(stripText([day], [])).toBe("1 day without a run.");
  expect(stripText(days, [counts({ pass: 1 }), NO_COUNTS, counts({ pass: 9 })])).toBe(
    "Runs on 2 of 3 days; all passed.",
  );
  expect(stripText(days, [counts({ fail: 1, pass: 3 })])).toBe(
    "Runs on 1 of 3 days. 23 Nov: 1 failed, 3 passed.",
  );
  expect(stripText(days, [counts({ pass: 1 }), counts({ fail: 1, pass: 3 }), counts({ warn: 2 })])).toBe(
    "Runs on 3 of 3 days; all passed on 1. 24 Nov: 1 failed, 3 passed. 25 Nov: 2 passed with a warning.",
  );
});
