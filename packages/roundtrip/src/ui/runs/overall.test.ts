import { expect, test } from "vitest";
import { cause, someAnswer } from "#ui/testing/runs.js";
import type { Verdict } from "#verdict/answer.js";
import { badgeOf, overall, verdictOf } from "./overall.js";
import type { CheckState, PageState, Said, Settled } from "./state.js";
import { unreachable } from "./trouble.js";

const RUN = "019f0000000070008000000000000001";
const idle: Settled = { phase: "idle", trouble: null };
const firing: CheckState = { phase: "firing", before: idle };
const following: CheckState = { phase: "following", run: RUN, answer: null };
const decided = (verdict: Verdict, stale = false): Settled => {
  const bad = verdict === "fail" || verdict === "unknown";
  const answer = someAnswer(verdict, bad ? cause("accepted") : null);
  return { phase: "decided", run: RUN, answer, stale, trouble: null };
};
const lost = (said: Said | null): Settled => ({
  phase: "lost",
  run: RUN,
  answer: null,
  said,
  trouble: unreachable,
});
const whole = (all: CheckState[], memory: PageState["memory"] = "read") =>
  overall(
    all.map((state, i) => ({ title: `Check ${i + 1}`, state })),
    memory,
  );
const said: Said = { verdict: "fail", cause: null, output: "Sentry refused it. Do this." };

const ALL_PASS = "All 2 checks pass: what Sentry stored was read back, and is what was meant.";
const EACH = "Each check raises errors on purpose, and compares what Sentry then stores with what was meant.";
const RUNNING = "Roundtrip follows what they raise, and reads back what Sentry stores.";

test.each<[CheckState[], string, string, string]>([
  [[decided("pass"), decided("pass")], "pass", "Error monitoring works.", ALL_PASS],
  [
    [decided("pass"), decided("warn")],
    "warn",
    "Error monitoring works.",
    "All 2 checks pass, with a warning for: Check 2.",
  ],
  [[idle, idle], "none", "Nothing is proven yet.", EACH],
  [[decided("pass"), idle], "none", "1 of 2 checks passes.", "1 has no verdict for this release."],
  [
    [decided("pass"), decided("warn"), idle, idle],
    "none",
    "2 of 4 checks pass.",
    "2 have no verdict for this release.",
  ],
  [[decided("fail"), decided("pass")], "fail", "One check fails.", "Check 1: What happened."],
  [
    [decided("fail"), firing, decided("fail"), decided("unknown")],
    "fail",
    "2 checks fail.",
    "Check 1, Check 3. Each says below why, and what to do.",
  ],
  [[lost(said), decided("pass")], "fail", "One check fails.", "Check 1: Sentry refused it. Do this."],
  [[firing, decided("unknown")], "pending", "One check is running.", RUNNING],
  [[firing, following, idle], "pending", "2 checks are running.", RUNNING],
  [[decided("unknown"), decided("pass")], "unknown", "One check is not proven.", "Check 1: What happened."],
  [
    [decided("unknown"), decided("unknown"), idle],
    "unknown",
    "2 checks are not proven.",
    "Check 1, Check 2. Each says below why.",
  ],
  [
    [decided("pass"), decided("pass", true)],
    "unknown",
    "One verdict is out of date.",
    "Check 2: fired longer ago than STATUS_MAX_AGE. Run it again.",
  ],
  [
    [decided("fail", true), decided("pass", true)],
    "unknown",
    "2 verdicts are out of date.",
    "Check 1, Check 2: fired longer ago than STATUS_MAX_AGE. Run them again.",
  ],
  [
    [decided("pass"), lost(null)],
    "unknown",
    "One verdict is not known.",
    "Check 2: The run could not be followed to its verdict.",
  ],
  [
    [lost({ ...said, verdict: "pass", output: "" }), decided("pass")],
    "pass",
    "Error monitoring works.",
    ALL_PASS,
  ],
])("%# the whole in one sentence", (all, tone, headline, line) => {
  expect(whole(all)).toEqual({ tone, headline, line });
});

test("nothing is said of earlier runs before they were asked for, nor when they could not be read", () => {
  expect(whole([idle, idle], "asking")).toEqual({
    tone: "none",
    headline: "Does an error here reach Sentry?",
    line: EACH,
  });
  expect(whole([idle, idle], "unread").headline).toBe("The verdicts could not be read.");
  expect(whole([decided("pass"), idle], "asking").line).toBe("1 is not loaded yet.");
  expect(whole([decided("pass"), idle, idle], "unread").line).toBe("2 could not be read.");
});

const WORDS = { pending: "Under way", pass: "Pass", warn: "Warn", fail: "Fail", unknown: "Not proven" };

test.each<[CheckState, PageState["memory"], string]>([
  [idle, "asking", "Not loaded yet"],
  [idle, "read", "No verdict for this release"],
  [idle, "unread", "Not known"],
  [firing, "read", "Under way"],
  [following, "asking", "Under way"],
  [decided("unknown"), "read", "Not proven"],
  [decided("pass", true), "read", "Pass, out of date"],
  [decided("fail", true), "read", "Fail, out of date"],
  [lost(null), "read", "Verdict not known"],
  [lost(said), "unread", "Fail"],
])("%# a badge says no more than is known", (state, memory, words) => {
  expect(badgeOf(state, memory, WORDS)).toBe(words);
});

test("a stale verdict is no verdict about now, and one that is not known is none", () => {
  expect([decided("pass", true), decided("fail", true), lost(null), idle].map(verdictOf)).toEqual([
    "unknown",
    "unknown",
    null,
    null,
  ]);
});
