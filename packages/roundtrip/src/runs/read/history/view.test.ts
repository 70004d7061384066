import { expect, test } from "vitest";
import type { CheckDay, Stretch } from "#store/history/counts.js";
import { cause } from "#verdict/causes/catalogue.js";
import { dayOf, NO_COUNTS } from "#verdict/history/days.js";
import { bucketOf, LATENCY_ERROR } from "#verdict/history/latency.js";
import { HISTORY_DAYS, historyView, INCIDENTS_SHOWN } from "./view.js";

const NOW = Date.parse("2026-11-23T15:00:00Z");
const today = dayOf(NOW);
const CHECKS = [
  { name: "sentry", title: "Route handler" },
  { name: "sentry-extra", title: "Logger" },
];
const on = (day: number, check: string, pass: number, latencies: number[] = []): CheckDay => ({
  day,
  check,
  counts: { ...NO_COUNTS, pass },
  latency: new Map(latencies.map((ms) => [bucketOf(ms), 1])),
});
const stretch = (firedAt: number, end: number | null, change: Partial<Stretch> = {}): Stretch => {
  const why = cause("dsn_rejected");
  return {
    check: "sentry",
    environment: "prod",
    first: { run: `first-${firedAt}`, firedAt, verdict: "fail", cause: why },
    last: { run: `last-${firedAt}`, firedAt: firedAt + 1, verdict: "fail", cause: why },
    preceded: true,
    end: end === null ? null : { run: `end-${firedAt}`, firedAt: end },
    ...change,
  };
};
const view = (found: CheckDay[], stretches: Stretch[] = []) => historyView(NOW, CHECKS, found, stretches);

test("each check has thirty days, the last one today, and days without a run are empty", () => {
  const { days, checks, all } = view([
    on(today, "sentry", 3),
    on(today - 29, "sentry-extra", 2),
    on(today, "sentry-extra", 4),
  ]);
  expect([days.length, days.at(-1)]).toEqual([HISTORY_DAYS, today]);
  expect(checks.map(({ name, counts }) => [name, counts.map(({ pass }) => pass).filter(Boolean)])).toEqual([
    ["sentry", [3]],
    ["sentry-extra", [2, 4]],
  ]);
  expect([all[0]?.pass, all[1]?.pass, all[29]?.pass]).toEqual([2, 0, 7]);
});

test("what is not shown is not counted: other checks, and days outside the thirty", () => {
  const { all } = view([
    on(today, "sentry-edge", 3),
    on(today - 30, "sentry", 2),
    on(today + 1, "sentry", 2),
  ]);
  expect(all.every(({ pass }) => pass === 0)).toBe(true);
});

test("a day's latency is that of all checks shown", () => {
  const { latency } = view([on(today, "sentry", 2, [100, 200]), on(today, "sentry-extra", 2, [400, 10_000])]);
  const { p50, p95, measured } = latency[29] ?? { p50: null, p95: null, measured: 0 };
  expect(Math.abs((p50 ?? 0) / 200 - 1)).toBeLessThanOrEqual(LATENCY_ERROR);
  expect(Math.abs((p95 ?? 0) / 10_000 - 1)).toBeLessThanOrEqual(LATENCY_ERROR);
  expect(measured).toBe(4);
  expect(latency[28]).toEqual({ p50: null, p95: null, measured: 0 });
});

test("open incidents come first, then the newest", () => {
  const { incidents, more } = view(
    [],
    [stretch(1_000, 2_000), stretch(5_000, 6_000), stretch(500, null), stretch(3_000, 4_000)],
  );
  expect(incidents.map(({ runs }) => runs.first)).toEqual([
    "first-500",
    "first-5000",
    "first-3000",
    "first-1000",
  ]);
  expect(more).toBe(false);
});

test("an incident says since when, until when, why, and which runs began and ended it", () => {
  const later = { run: "l", firedAt: 9, verdict: "unknown" as const, cause: cause("not_looked") };
  const [one] = view([], [stretch(1_000, 60_000, { last: later, preceded: false })]).incidents;
  expect(one).toEqual({
    check: "sentry",
    environment: "prod",
    since: "1970-01-01T00:00:01.000Z",
    exact: false,
    until: "1970-01-01T00:01:00.000Z",
    verdict: "unknown",
    cause: cause("dsn_rejected"),
    laterCause: cause("not_looked"),
    runs: { first: "first-1000", last: "l", passed: "end-1000" },
  });
});

test("of very many incidents the first are listed, and that there are more is said", () => {
  const many = Array.from({ length: INCIDENTS_SHOWN + 1 }, (_, index) => stretch(index * 10, index * 10 + 5));
  const { incidents, more } = view([], many);
  expect([incidents.length, more]).toEqual([INCIDENTS_SHOWN, true]);
  expect(incidents[0]?.runs.first).toBe(`first-${INCIDENTS_SHOWN * 10}`);
});
