import { randomUUID } from "node:crypto";
import { detached } from "#state/detached.js";
import { singleton } from "#state/singleton.js";
import { store } from "#store/open.js";

/** A follower that dies is replaced after this long. Two that look at once do no harm, it only costs a look. */
export const CLAIM_MS = 5_000;

const owner = singleton("owner", () => randomUUID());
/** The runs of this process that wait for an answer, and what keeps them its own meanwhile. */
const kept = singleton("claims", () => ({
  runs: new Set<string>(),
  timer: null as NodeJS.Timeout | null,
}));

/** True when this process may follow the run until `CLAIM_MS` from now. */
export const claim = (runId: string): Promise<boolean> => store().claim(runId, owner, CLAIM_MS);

/** As `claim`, for who looks again and again: it is a write, and what was claimed a moment ago is ours still. */
export function claimant(runId: string): () => Promise<boolean> {
  let claimedAt = Number.NEGATIVE_INFINITY;
  return async () => {
    const now = performance.now();
    if (now - claimedAt < CLAIM_MS / 2) return true;
    if (!(await claim(runId))) return false;
    claimedAt = now;
    return true;
  };
}

/**
 * Keeps a run ours until what it gives is called: a question may wait its turn for longer than a claim. Of a thousand
 * that wait it is one timer and one renewal: each for itself, they would write 600 times a second.
 */
export function keepClaimed(runId: string): () => void {
  kept.runs.add(runId);
  // Outside of the request that fired the run: the timer serves those that come later, too.
  kept.timer ??= detached(() => setInterval(renew, CLAIM_MS / 3).unref());
  return () => {
    kept.runs.delete(runId);
    if (kept.runs.size > 0 || !kept.timer) return;
    clearInterval(kept.timer);
    kept.timer = null;
  };
}

function renew(): void {
  store()
    .renew([...kept.runs], owner, CLAIM_MS)
    .catch(() => undefined);
}
