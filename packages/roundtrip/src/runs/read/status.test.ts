import { expect, test } from "vitest";
import type { Decision } from "#store/open.js";
import { someRun } from "#store/testing/stores.js";
import { LAST_LOOK_MS } from "#verdict/deadlines.js";
import { standing } from "./status.js";

const NOW = 10_000_000;
const passed: Decision = { verdict: "pass", cause: null, decidedAt: 1, revisedAt: 1, latencyMs: 1 };

interface Fired {
  ago: number;
  decided: boolean;
  overdue?: boolean;
}
const make = ({ ago, decided, overdue = false }: Fired, check = "sentry") => ({
  run: someRun(
    { firedAt: NOW - ago, deadline: overdue ? NOW - LAST_LOOK_MS - 1 : NOW - LAST_LOOK_MS },
    check,
  ),
  decision: decided ? passed : null,
});

test.each<[name: string, newer: Fired, older: Fired | null, stands: "newer" | "older"]>([
  ["decided, alone", { ago: 1, decided: true }, null, "newer"],
  ["under way, alone", { ago: 1, decided: false }, null, "newer"],
  ["under way, another decided", { ago: 1, decided: false }, { ago: 2, decided: true }, "older"],
  ["decided, another decided", { ago: 1, decided: true }, { ago: 2, decided: true }, "newer"],
  ["overdue, another decided", { ago: 1, decided: false, overdue: true }, { ago: 2, decided: true }, "newer"],
])("the verdict that stands: %s", (_name, newerFired, olderFired, stands) => {
  const newer = make(newerFired);
  const older = olderFired && make(olderFired);
  const other = make({ ago: 0, decided: true }, "sentry-extra");
  const summaries = [newer, other, ...(older ? [older] : [])];
  for (const order of [summaries, [...summaries].reverse()]) {
    const found = standing(order, NOW);
    expect(found.get("sentry")).toBe(stands === "newer" ? newer : older);
    expect(found.get("sentry-extra")).toBe(other);
  }
});
