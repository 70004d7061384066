import { status } from "#runs/read/status.js";
import { ANY_DECIDED, hearNews } from "#runs/record/evidence.js";
import type { HealthAnswer } from "#verdict/answer.js";
import { coalesce } from "./coalesce.js";
import { newsOrTick } from "./news.js";
import { takePlace } from "./waiting-room.js";

const read = coalesce(() => status());

/**
 * The newest verdicts once they are new to the caller, or after `waitMs`; at once where too many wait. However many
 * wait, they are read once for all of them: on each verdict from here, and every half second for those from elsewhere.
 */
export async function statusOnceNew(
  isNew: (answer: HealthAnswer) => boolean,
  waitMs: number,
  caller: string,
  signal: AbortSignal,
): Promise<HealthAnswer> {
  const place = waitMs > 0 ? takePlace(caller) : null;
  const leave = place && "leave" in place ? place.leave : null;
  const until = leave ? Date.now() + waitMs : 0;
  try {
    for (;;) {
      // A verdict that comes while this reads would be missed for half a second.
      const stopHearing = hearNews(ANY_DECIDED);
      const answer = await read("").finally(stopHearing);
      if (isNew(answer) || Date.now() >= until || signal.aborted) return answer;
      if (!stopHearing()) await newsOrTick(ANY_DECIDED, until, signal);
    }
  } finally {
    leave?.();
  }
}
