import { status } from "#runs/read/status.js";
import { ANY_DECIDED, hearNews } from "#runs/record/evidence.js";
import type { HealthAnswer } from "#verdict/answer.js";
import { coalesce } from "./coalesce.js";
import { newsOrTick } from "./news.js";
import { takePlace } from "./waiting-room.js";

const read = coalesce(() => status());

/**
 * The newest verdicts once they are new to the caller, or after `waitMs`; at once where too many wait, and then
 * `againSeconds` is when to come again. However many wait, they are read once for all of them: on each verdict from here,
 * and every half second for those from elsewhere.
 */
export async function statusOnceNew(
  isNew: (answer: HealthAnswer) => boolean,
  waitMs: number,
  caller: string,
  signal: AbortSignal,
): Promise<{ answer: HealthAnswer; againSeconds: number }> {
  const until = performance.now() + waitMs;
  let leave: (() => void) | null = null;
  try {
    for (;;) {
      // A verdict that comes while this reads would be missed for half a second.
      const stopHearing = hearNews(ANY_DECIDED);
      const answer = await read("").finally(stopHearing);
      if (isNew(answer) || performance.now() >= until || signal.aborted) return { answer, againSeconds: 0 };
      if (!leave) {
        const place = takePlace(caller);
        if (!("leave" in place)) return { answer, againSeconds: place.againSeconds };
        leave = place.leave;
      }
      if (!stopHearing()) await newsOrTick(ANY_DECIDED, until, signal);
    }
  } finally {
    leave?.();
  }
}
