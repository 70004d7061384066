import type { StageName, Verdict } from "#verdict/answer.js";

const SAID: Readonly<Partial<Record<Verdict, string>>> = {
  fail: "not passed",
  // Whether it was passed is what nobody knows.
  unknown: "not proven",
};

/** Where a cause belongs, beside its code: most stages are named by what did not happen then. */
export const atStage = (verdict: Verdict, stage: StageName): string =>
  SAID[verdict] ? `, stage ${stage} ${SAID[verdict]}` : ` at stage ${stage}`;
