import type { Verdict } from "#verdict/answer.js";
import { LATE_WINDOW_MS } from "#verdict/deadlines.js";
import type { Run } from "#verdict/run.js";
import type { Followed } from "./runs.js";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
/** Every wake-up is a call by Inngest, and Inngest counts them: so they come ever more rarely. */
const SHORTEST_MS = 2 * SECOND;
const LONGEST_MS = 5 * MINUTE;
/** After a process that follows the run itself: then there is nothing left to look at. */
const LAG_MS = 10 * SECOND;
/** Once more before the hour ends: what is found after it was too late. */
const LAST_CALL_MS = LATE_WINDOW_MS - 30 * SECOND;

/**
 * How long a function sleeps before it looks at a run again, in milliseconds. Pure, so that an hour of following
 * is tested without a clock.
 * @param wait what the plan of looks says: null for never again, and then so does this
 * @param now milliseconds since the epoch, on the store's clock
 */
export function sleepBetween(run: Run, verdict: Verdict, wait: Followed["wait"], now: number): number | null {
  if (wait === null) return null;
  const age = now - run.firedAt;
  const planned = wait === "elsewhere" ? 0 : wait;
  if (verdict === "pending") {
    const rarely = Math.min(LONGEST_MS, Math.max(SHORTEST_MS, age / 2, planned));
    // The look that decides begins at the deadline.
    return Math.round(Math.min(rarely, Math.max(SECOND, run.deadline - now)));
  }
  if (age > LATE_WINDOW_MS + MINUTE) return null;
  if (wait !== "elsewhere" && wait <= MINUTE) return wait + LAG_MS;
  return Math.max(planned + LAG_MS, LAST_CALL_MS - age);
}
