import { describe, expect, test } from "vitest";
import type { Cause, Verdict } from "#verdict/answer.js";
import { type Known, overall, spoken, standing } from "./overall.js";

const cause: Cause = {
  code: "some_cause",
  stage: "stored",
  summary: "What happened.",
  remedy: "What to do.",
};
let count = 0;
const one = (verdict: Verdict | null, more: Partial<Known> = {}): Known => {
  count += 1;
  return { name: `check-${count}`, title: `Check ${count}`, verdict, cause: null, stale: false, ...more };
};
const headline = (...checks: Known[]) => overall(checks).headline;

describe("the whole page in one sentence", () => {
  test.each<[string, (Verdict | null)[], string, string]>([
    ["nothing has run", [null, null], "none", "Nothing is proven yet."],
    ["all pass", ["pass", "pass", "pass", "pass"], "pass", "All 4 checks pass."],
    ["the only one passes", ["pass"], "pass", "The check passes."],
    ["one has a warning", ["pass", "warn"], "warn", "All 2 checks pass, 1 with a warning."],
    ["one has not run", ["pass", "warn", null], "none", "2 of 3 checks pass."],
    ["one has run", ["pass", null], "none", "1 of 2 checks passes."],
    ["one fails beside one that runs", ["fail", "pending", "pass"], "fail", "1 check fails."],
    ["several fail", ["fail", "fail", "unknown"], "fail", "2 checks fail."],
    ["one runs beside one that is not proven", ["pending", "unknown"], "pending", "1 check is running."],
    ["several run", ["pending", "pending", null], "pending", "2 checks are running."],
    ["one is not proven beside one that has not run", ["unknown", null], "unknown", "1 check is not proven."],
    ["several are not proven", ["unknown", "unknown"], "unknown", "2 checks are not proven."],
  ])("%s", (_title, verdicts, tone, words) => {
    expect(overall(verdicts.map((verdict) => one(verdict)))).toMatchObject({ tone, headline: words });
  });

  test("one that fails is named with its own reason; of several each says its own", () => {
    const failed = one("fail", { cause });
    expect(overall([one("pass"), failed])).toMatchObject({ about: [failed], line: "What happened." });
    const other = one("fail", { cause: { ...cause, summary: "Something else happened." } });
    for (const second of [other, one("fail")])
      expect(overall([failed, second]).line).toBe("Each row says why, and what to do.");
  });

  test("a reason that all of those share is said once", () => {
    expect(overall([one("fail", { cause }), one("fail", { cause }), one("unknown")])).toMatchObject({
      line: "They share one cause. What happened.",
      shared: true,
    });
    expect(overall([one("fail", { cause }), one("fail")]).shared).toBeUndefined();
    expect(overall([one("fail"), one("fail")]).line).toBe("Each row says why, and what to do.");
  });

  test("where some share a cause, it is said how many causes there are", () => {
    const other = one("fail", { cause: { ...cause, remedy: "Do something else." } });
    expect(overall([one("fail", { cause }), other, one("fail", { cause })]).line).toBe(
      "They have 2 causes. Each is explained once below.",
    );
    expect(overall([one("fail", { cause }), one("fail", { cause }), one("fail")]).line).toBe(
      "Each row says why, and what to do.",
    );
  });

  test("one that fails without a cause sends the reader to what was seen", () => {
    expect(overall([one("fail")]).line).toBe("See below what was seen.");
  });

  test("a verdict that is too old is none, whatever it was, and is told from one that is not proven", () => {
    expect(standing(one("fail", { stale: true }))).toBe("unknown");
    expect(headline(one("pass"), one("fail", { stale: true }))).toBe("1 verdict is out of date.");
    expect(headline(one("pass", { stale: true }), one("warn", { stale: true }))).toBe(
      "2 verdicts are out of date.",
    );
    expect(headline(one("pass", { stale: true }), one("unknown"))).toBe("1 check is not proven.");
  });

  test("a run that is long under way is still one", () => {
    expect(headline(one("pending", { stale: true }))).toBe("1 check is running.");
  });
});

test("a verdict is one spoken sentence with its reason", () => {
  const title = "Route handler";
  expect(spoken(one("fail", { title, cause }))).toBe("Route handler fails. What happened.");
  expect(spoken(one("pass", { title }))).toBe("Route handler passes.");
  expect(spoken(one(null, { title }))).toBe("");
});

describe("since when", () => {
  const since = (at: number, more: object = {}) => ({ at, exact: true, again: true, alike: true, ...more });
  const bad = (at: number, more: Partial<Known> = {}) => one("fail", { cause, since: since(at), ...more });

  test("is said where one cause is all that there is, of the first that had it", () => {
    expect(overall([bad(7), one("pass")]).since).toEqual(since(7));
    expect(overall([bad(7), bad(3), bad(9)]).since).toEqual(since(3));
    expect(overall([one("unknown", { cause, since: since(5, { exact: false }) })]).since).toEqual(
      since(5, { exact: false }),
    );
  });

  test("is left out where causes differ or did at the beginning, where nothing is bad, and where it has only just begun", () => {
    expect(overall([bad(7), bad(3, { cause: { ...cause, summary: "Another." } })]).since).toBeUndefined();
    expect(overall([one("pass")]).since).toBeUndefined();
    expect(overall([bad(7, { since: since(7, { again: false }) })]).since).toBeUndefined();
    expect(overall([bad(7, { since: since(3, { alike: false }) }), bad(7)]).since).toBeUndefined();
  });
});
