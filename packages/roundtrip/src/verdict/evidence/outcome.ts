import type { Check, PartSpec } from "#checks/check.js";
import type { Cause, Expectation, Verdict } from "#verdict/answer.js";
import type { Part, Run } from "#verdict/run.js";
import type { Evidence } from "./kinds.js";

/** What is known of one event of a run. */
export interface Outcome {
  verdict: Verdict;
  cause: Cause | null;
  warnings: Cause[];
  expectations: Expectation[];
  /** When the outcome became readable, milliseconds since the epoch. */
  at: number | null;
}

/** Everything that the judgement of one event of a run rests on. */
export interface PartCase {
  run: Run;
  check: Check;
  spec: PartSpec;
  part: Part;
  evidence: readonly Evidence[];
  now: number;
}

export const outcome = (
  verdict: Verdict,
  why: Cause | null = null,
  more: Partial<Outcome> = {},
): Outcome => ({
  verdict,
  cause: why,
  warnings: [],
  expectations: [],
  at: null,
  ...more,
});

/** A pass, or a warn that stands on the first of its remarks. */
export const proven = (warnings: Cause[], more: Partial<Outcome>): Outcome =>
  outcome(warnings.length > 0 ? "warn" : "pass", warnings[0] ?? null, { ...more, warnings });
