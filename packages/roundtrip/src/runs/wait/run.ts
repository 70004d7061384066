import { decide, known } from "#runs/follow/decide.js";
import { follow } from "#runs/follow/runs.js";
import { hearNews } from "#runs/record/evidence.js";
import { type StoredRun, store } from "#store/open.js";
import { finalAt } from "#verdict/run.js";
import { coalesce } from "./coalesce.js";
import { newsOrTick } from "./news.js";
import { takePlace } from "./waiting-room.js";

/** The run as it stands, judged, and whether that is all that there is to wait for; null when there is no such run. */
const lookAt = coalesce(async (runId: string): Promise<{ stored: StoredRun; final: boolean } | null> => {
  const seen = await known(runId);
  if (!seen) return null;
  const { stored, now } = seen;
  // Looking at an old run must not judge it by today's rules: its verdict is counted, and others saw it.
  if (stored.decision && now > finalAt(stored.run)) return { stored, final: true };
  if (stored.decision?.verdict !== "pass" && stored.decision?.verdict !== "warn") follow(runId);
  const { verdict } = await decide(stored, now);
  if (verdict === "pending") return { stored, final: false };
  const decided = await store().load(runId);
  return decided && { stored: decided, final: true };
});

/**
 * The run as it stands once it is decided, or after `waitMs`; null when there is no such run. However many wait for a
 * run, it is looked at once for all of them: on news from here, and every half second for news from elsewhere.
 */
export async function waitForRun(
  runId: string,
  waitMs: number,
  signal?: AbortSignal,
): Promise<StoredRun | null> {
  const until = performance.now() + waitMs;
  for (;;) {
    // News that come while this looks would be missed for half a second.
    const stopHearing = hearNews(runId);
    const seen = await lookAt(runId).finally(stopHearing);
    if (!seen || seen.final || performance.now() >= until || signal?.aborted) return seen?.stored ?? null;
    if (!stopHearing()) await newsOrTick(runId, until, signal);
  }
}

/**
 * As `waitForRun`, for callers from outside, of whom only so many may wait: for others `againSeconds` is when to come
 * again, and the run is as it stands.
 */
export async function waitInRoom(
  runId: string,
  waitMs: number,
  caller: string,
  signal: AbortSignal,
): Promise<{ stored: StoredRun | null; againSeconds: number }> {
  const place = waitMs > 0 ? takePlace(caller) : { againSeconds: 0 };
  if (!("leave" in place)) return { stored: await waitForRun(runId, 0), againSeconds: place.againSeconds };
  try {
    return { stored: await waitForRun(runId, waitMs, signal), againSeconds: 0 };
  } finally {
    place.leave();
  }
}
