import { expect, test } from "vitest";
import type { RuntimeFacts } from "#doctor/facts.js";
import type { Level } from "#doctor/finding.js";
import { examine } from "#doctor/findings/examine.js";
import { changed } from "#doctor/testing/facts.js";

type Row = [NonNullable<RuntimeFacts["stopping"]>, string, Level, RegExp];
const vercel = { host: "VERCEL", always: true };
const cloudRun = { host: "K_SERVICE", always: false };
const rows: Row[] = [
  [{ ...vercel, waits: true, answers: true }, "events_held", "ok", /^$/],
  [{ ...vercel, waits: false, answers: true }, "events_not_held", "warn", /await Sentry\.flush/],
  [{ ...vercel, waits: false, answers: false }, "events_not_held", "fail", /waitUntilSent/],
  [{ ...cloudRun, waits: false, answers: true }, "events_not_held", "warn", /instance-based billing/],
  [{ ...cloudRun, waits: false, answers: false }, "events_not_held", "warn", /waitUntilSent/],
];

test.each(rows)("a host that stops processes, %j: %s, %s", (stopping, code, level, change) => {
  const found = examine(changed({ runtime: { stopping } })).findings.filter((one) =>
    one.code.startsWith("events_"),
  );
  expect(found.map((one) => [one.code, one.level])).toEqual([[code, level]]);
  expect(found[0]?.change).toMatch(change);
  expect(found[0]?.what).toContain(stopping.host);
});

test("a host that lets processes run is not mentioned", () => {
  const { findings } = examine(changed({ runtime: { stopping: null } }));
  expect(findings.filter((one) => one.code.startsWith("events_"))).toEqual([]);
});
