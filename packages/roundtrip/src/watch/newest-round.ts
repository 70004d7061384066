import { runningAs } from "#sentry/sdk/state/running.js";
import type { AlertOutcome } from "#verdict/alerts/state.js";
import { outbox } from "./alerts.js";
import type { Beat } from "./heartbeat.js";

/** Several processes that change one state at once are done after as many turns. */
const MOST_CHANGES = 20;

/**
 * Whether no round of this environment that was fired later is decided yet; from then on this one counts. Rounds
 * overlap, and one that took its time must not say that all is well after a newer one has failed.
 * Rejects with StoreDown: trying again helps.
 * @param firedAt milliseconds since the epoch
 */
export async function isNewestRound(firedAt: number, beat: Beat): Promise<boolean> {
  const { environment, release } = runningAs();
  // Beside the states of the checks, whose keys have two parts.
  const key = JSON.stringify([environment]);
  const verdict = beat === "pass" ? "pass" : "fail";
  const last: AlertOutcome = { check: "", run: null, verdict, cause: null, firedAt, release };
  const state = { last, since: null, told: 0, remindAt: null, over: null, flicker: null };
  for (let turn = 0; turn < MOST_CHANGES; turn += 1) {
    const kept = await outbox().state(key);
    const newest = kept?.state?.last.firedAt ?? Number.NEGATIVE_INFINITY;
    if (newest >= firedAt) return newest === firedAt;
    if (await outbox().change(key, kept?.version ?? 0, state, [])) return true;
  }
  throw new Error("the newest round could not be noted: others change it all the time");
}
