import { expect, test } from "vitest";
import type { Decision } from "#store/open.js";
import { cause } from "#verdict/causes/catalogue.js";
import { finalAt } from "#verdict/run.js";
import { checkNamed, runOf } from "#verdict/testing/runs.js";
import { runAnswer } from "./answer.js";

const run = runOf(checkNamed("sentry"));
/** Not what today's judge says of a run without evidence. */
const decision: Decision = {
  verdict: "fail",
  cause: cause("accepted_not_stored"),
  decidedAt: run.deadline,
  revisedAt: run.deadline + 2,
  changedAt: run.deadline + 1,
  latencyMs: 700,
};
const answerAt = (now: number, kept: Decision | null = decision) =>
  runAnswer({ run, evidence: [], decision: kept }, now);

test("while it may still be revised, a run is judged by its evidence", () => {
  expect(answerAt(finalAt(run)).cause?.code).not.toBe("accepted_not_stored");
});

test("after that it keeps the verdict that it had, whatever is made of its evidence today", () => {
  const { verdict, cause: why, latencyMs, decidedAt, revisedAt } = answerAt(finalAt(run) + 1);
  expect([verdict, why?.code, latencyMs]).toEqual(["fail", "accepted_not_stored", 700]);
  expect([decidedAt, revisedAt].map((iso) => Date.parse(iso ?? ""))).toEqual([
    run.deadline,
    run.deadline + 1,
  ]);
});

test("a verdict that was confirmed is not said to be revised", () => {
  const { changedAt: _, ...confirmed } = decision;
  const { decidedAt, revisedAt } = answerAt(finalAt(run) + 1, confirmed);
  expect(revisedAt).toBe(decidedAt);
});

test("what a caller expects is said where the app says something else of itself, and nowhere else", () => {
  const { release, environment } = run.running;
  const expecting = (environment: string) =>
    runAnswer(
      {
        run: { ...run, expected: { ...run.expected, environment, fromCaller: true } },
        evidence: [],
        decision,
      },
      run.deadline,
    ).callerExpects;
  expect([expecting("typo"), expecting(environment)]).toEqual([{ release, environment: "typo" }, undefined]);
});

test("one that was never decided is judged, however old it is", () => {
  const answer = answerAt(finalAt(run) + 1, null);
  expect(answer.verdict).not.toBe("pending");
  expect(answer.cause?.code).not.toBe("accepted_not_stored");
});
