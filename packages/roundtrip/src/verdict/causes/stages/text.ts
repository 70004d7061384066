import type { StageName } from "#verdict/answer.js";

export interface CauseText {
  stage: StageName;
  /** What happened. `{name}` is filled with a fact of the run. */
  summary: string;
  /** What to do about it. */
  remedy: string;
}

export const text = (stage: StageName, summary: string, remedy: string): CauseText => ({
  stage,
  summary,
  remedy,
});
