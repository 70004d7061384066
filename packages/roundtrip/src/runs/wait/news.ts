import { offNews, onNews } from "#runs/record/evidence.js";
import { everyTick } from "./waiting-room.js";

/** How often the store is asked what another instance has found out, while somebody waits for it. */
const ELSEWHERE_MS = 500;

/**
 * Resolves on news of this process about a run, when it is time to look whether there are any elsewhere, or at `until`, by
 * `performance.now()`: nobody sets that clock.
 */
export function newsOrTick(runId: string, until: number, signal?: AbortSignal): Promise<void> {
  // All who wait for a run look at the same moments, which makes it one look.
  const at = Math.min(until, (Math.floor(performance.now() / ELSEWHERE_MS) + 1) * ELSEWHERE_MS);
  return new Promise((resolve) => {
    const done = () => {
      stop();
      offNews(runId, done);
      signal?.removeEventListener("abort", done);
      resolve();
    };
    const stop = everyTick(() => performance.now() >= at && done());
    onNews(runId, done);
    signal?.addEventListener("abort", done);
    if (signal?.aborted) done();
  });
}
