import { expect, test } from "vitest";
import type { Incident } from "#runs/read/history/view.js";
import { dayOf, daysUntil, NO_COUNTS } from "#verdict/history/days.js";
import { summaryOf } from "./summary.js";

const days = daysUntil(Date.UTC(2026, 10, 23), 3);
const all = [{ ...NO_COUNTS, pass: 4 }, NO_COUNTS, { ...NO_COUNTS, pass: 1, fail: 1 }];
const incident = (verdict: Incident["verdict"], until: string | null): Incident => ({
  check: "sentry",
  environment: "prod",
  since: "2026-11-20T10:00:00.000Z",
  exact: true,
  until,
  verdict,
  cause: null,
  laterCause: null,
  runs: { first: "a", last: "b", passed: null },
});
const over = incident("fail", "2026-11-20T12:00:00.000Z");

test.each([
  ["none", "No run in 30 days.", [NO_COUNTS], [], false],
  ["pass", "2 days with runs, and no incident.", all, [], false],
  [
    "pass",
    "3 days without an incident.",
    [...all.slice(0, 1), ...all.slice(0, 1), ...all.slice(2)],
    [],
    false,
  ],
  ["warn", "No incident is open.", all, [over], false],
  ["fail", "1 incident is open.", all, [incident("fail", null), over], false],
  ["fail", "2 incidents are open.", all, [incident("unknown", null), incident("fail", null)], true],
  ["unknown", "Not proven at present.", all, [incident("unknown", null)], false],
])("%s: %s", (tone, headline, counts, incidents, more) => {
  expect(summaryOf({ days, all: counts, incidents, more, only: null })).toMatchObject({ tone, headline });
});

test("it says how much it stands on, and that there is more than it lists", () => {
  expect(summaryOf({ days, all, incidents: [], more: false, only: null }).line).toContain(
    "6 runs on 2 of 3 days",
  );
  expect(summaryOf({ days, all, incidents: [over], more: true, only: null }).line).toContain(
    "More than 1 incident ",
  );
});

test.each([
  ["2026-11-23", [over], "fail", "23 Nov 2026: 1 failed, 1 passed.", "2 runs, 1 incident on that day."],
  ["2026-11-21", [], "pass", "21 Nov 2026: 4 passed.", "21 Nov 2026 only, in UTC: 4 runs, no incident on"],
  ["2026-11-22", [over], "none", "No run on 22 Nov 2026.", "0 runs, 1 incident on that day."],
  ["2026-11-20", [], "none", "20 Nov 2026 is not one of these 3 days.", "from 21 Nov 2026 to 23 Nov 2026"],
  ["2026-11-24", [], "none", "24 Nov 2026 is not one of these 3 days.", "from 21 Nov 2026 to 23 Nov 2026"],
])("%s alone, with %j", (day, incidents, tone, headline, line) => {
  const said = summaryOf({ days, all, incidents, more: false, only: dayOf(Date.parse(day)) });
  expect(said).toMatchObject({ tone, headline, line: expect.stringContaining(line) });
});
