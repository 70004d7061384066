import type { StageName, Verdict } from "#verdict/answer.js";

const SAID: Readonly<Partial<Record<Verdict, string>>> = {
  fail: "failed ",
  // Whether it was passed is what nobody knows.
  unknown: "not proven ",
};

/** Where a cause belongs. Stages are named by what is so after them: in quotes none is taken for what happened. */
export const atStage = (verdict: Verdict, stage: StageName): string =>
  `${SAID[verdict] ?? ""}at stage “${stage}”`;
