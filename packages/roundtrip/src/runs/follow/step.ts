import { setTimeout as sleep } from "node:timers/promises";
import { redactAll } from "#log/redact.js";
import { detached } from "#state/detached.js";
import { store } from "#store/open.js";
import type { Cause, Verdict } from "#verdict/answer.js";
import type { Looks } from "./plan.js";
import { type Followed, followOnce } from "./runs.js";
import { sleepBetween } from "./wake-ups.js";

/** Looks that follow each other at once (absence, after its companions) are one step, as long as it stays short. */
const SOON_MS = 500;
const STEP_MS = 5_000;

/** What one step of a sleeping function saw of a run; small and plain, since Inngest keeps it. */
export interface Seen {
  verdict: Verdict;
  cause: Cause | null;
  firedAt: number;
  release: string;
  looks: Looks;
  /** Milliseconds to sleep before the next step; null: nothing can change any more. */
  sleepMs: number | null;
}

/** One step of following a run; null when there is no such run. Rejects with StoreDown: trying again helps. */
export const followStep = (runId: string, looks: Looks): Promise<Seen | null> =>
  detached(async () => {
    const until = Date.now() + STEP_MS;
    let step = await followOnce(runId, looks);
    while (step && isSoon(step.wait) && Date.now() < until) {
      await sleep(step.wait);
      step = await followOnce(runId, step.looks);
    }
    if (!step) return null;
    const { run, decision } = step.stored;
    const { verdict = "pending", cause = null } = decision ?? {};
    const sleepMs = sleepBetween(run, verdict, step.wait, await store().now());
    const { firedAt, running } = run;
    // Inngest shows what its steps have come to.
    return {
      verdict,
      cause: redactAll(cause),
      firedAt,
      release: running.release,
      looks: step.looks,
      sleepMs,
    };
  });

const isSoon = (wait: Followed["wait"]): wait is number => typeof wait === "number" && wait <= SOON_MS;
