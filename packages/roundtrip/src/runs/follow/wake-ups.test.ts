import { describe, expect, test } from "vitest";
import type { Verdict } from "#verdict/answer.js";
import { CANARY_DEADLINE_MS } from "#verdict/deadlines.js";
import type { Run } from "#verdict/run.js";
import { checkNamed, runOf } from "#verdict/testing/runs.js";
import type { Followed } from "./runs.js";
import { sleepBetween } from "./wake-ups.js";

const MINUTE = 60_000;
const callers = runOf(checkNamed("sentry"));
const canarys: Run = { ...callers, via: "canary", deadline: callers.firedAt + CANARY_DEADLINE_MS };
const at = (ms: number) => callers.firedAt + ms;

test.each<[string, Run, Verdict, Followed["wait"], number, number | null]>([
  ["nothing can change any more", callers, "pass", null, 1_000, null],
  ["just fired", callers, "pending", 100, 500, 2_000],
  ["open for ten seconds", callers, "pending", 5_000, 10_000, 5_000],
  ["open for a minute", callers, "pending", 5_000, MINUTE, 30_000],
  ["open for a minute, and followed elsewhere", callers, "pending", "elsewhere", MINUTE, 30_000],
  ["nobody may look: only its deadline decides", callers, "pending", 240_000, MINUTE, 240_000],
  ["shortly before its deadline", callers, "pending", 5_000, 299_500, 1_000],
  ["past its deadline, the answer still out", callers, "pending", 100, 300_500, 1_000],
  ["a canary's, open for half an hour", canarys, "pending", MINUTE, 30 * MINUTE, 5 * MINUTE],
  ["a canary's, four minutes before its deadline", canarys, "pending", MINUTE, 56 * MINUTE, 4 * MINUTE],
  ["passed, and to be counted once more", callers, "pass", 28_800, 1_200, 38_800],
  ["failed, and looked at again in nine minutes", callers, "fail", 9 * MINUTE, MINUTE, 58.5 * MINUTE],
  ["decided, and followed elsewhere", callers, "pass", "elsewhere", 2 * MINUTE, 57.5 * MINUTE],
  ["the last minute, followed elsewhere", callers, "pass", "elsewhere", 59.5 * MINUTE, 10_000],
  ["long over, whatever others do", callers, "pass", "elsewhere", 62 * MINUTE, null],
])("%s", (_title, run, verdict, wait, age, expected) => {
  expect(sleepBetween(run, verdict, wait, at(age))).toBe(expected);
});

describe("an hour of following", () => {
  /** The plan's looks after a decision. */
  const REVISITS = [0.25, 1, 10, 20, 40, 59, 60].map((minutes) => minutes * MINUTE);
  const planned = (age: number): number | null => {
    const next = REVISITS.find((one) => one > age);
    return next === undefined ? null : next - age;
  };

  /** The ages at which a function wakes up, until it sleeps no more. */
  function wakes(run: Run, decidedAt: number, elsewhere: boolean): number[] {
    const ages = [500];
    while (ages.length < 200) {
      const age = ages.at(-1) ?? 0;
      const decided = age >= decidedAt;
      const wait = elsewhere ? "elsewhere" : decided ? planned(age) : 5_000;
      const sleep = sleepBetween(run, decided ? "fail" : "pending", wait, at(age));
      if (sleep === null) break;
      ages.push(age + sleep);
    }
    return ages;
  }

  test.each<[string, Run, number]>([
    ["a caller's run", callers, 300_000],
    ["a canary's run", canarys, CANARY_DEADLINE_MS],
  ])("%s that never arrives costs fewer than thirty looks, one at its deadline", (_title, run, deadline) => {
    const ages = wakes(run, deadline, false);
    expect(ages.length).toBeLessThan(30);
    expect(ages.some((age) => age >= deadline && age <= deadline + 1_000)).toBe(true);
    expect(ages.at(-1)).toBeGreaterThanOrEqual(60 * MINUTE);
  });

  test("late is told from lost: one look shortly before the hour ends, one after", () => {
    const ages = wakes(callers, 300_000, false);
    expect(ages.filter((age) => age > 59 * MINUTE && age < 60 * MINUTE)).toHaveLength(1);
    expect(ages.filter((age) => age >= 60 * MINUTE)).toHaveLength(1);
  });

  test("what another process follows is left to it: a few wake-ups in an hour, and an end", () => {
    const ages = wakes(callers, 1_000, true);
    expect(ages.filter((age) => age < 59 * MINUTE).length).toBeLessThan(4);
    expect(ages.length).toBeLessThan(20);
    expect(ages.at(-1)).toBeGreaterThan(60 * MINUTE);
  });
});
