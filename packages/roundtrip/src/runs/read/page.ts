import { findCheck } from "#checks/catalogue.js";
import { waitForRun } from "#runs/wait/run.js";
import { StoreDown, store } from "#store/open.js";
import type { RunAnswer } from "#verdict/answer.js";
import { runAnswer } from "./answer.js";

/** A run as its page shows it; null where there is none, or none of a check that this version knows. */
export async function readRun(id: string): Promise<RunAnswer | "store down" | null> {
  try {
    const known = await store().load(id);
    if (!known || !findCheck(known.run.check)) return null;
    // As the API does: whoever looks at a run has it followed.
    const stored = await waitForRun(id, 0);
    return stored && runAnswer(stored, await store().now());
  } catch (error) {
    if (StoreDown.is(error)) return "store down";
    throw error;
  }
}
