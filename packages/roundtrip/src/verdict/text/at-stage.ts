import type { StageName, Verdict } from "#verdict/answer.js";

/** Where a cause belongs, beside its code: most stages are named by what did not happen then. */
export const atStage = (verdict: Verdict, stage: StageName): string =>
  verdict === "fail" || verdict === "unknown" ? `, stage ${stage} not passed` : ` at stage ${stage}`;
