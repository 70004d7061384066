import type { StageName } from "./answer.js";

/** Where each stage stands in time; both ways of a run share the ranks so that causes can be compared. */
export const STAGE_RANK: Readonly<Record<StageName, number>> = {
  fired: 0,
  raised: 1,
  captured: 2,
  dropped: 2,
  accepted: 3,
  stored: 4,
  matched: 5,
  absent: 5,
};
