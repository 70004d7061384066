import type { Clock } from "#cli/clock.js";
import { CannotRun } from "#cli/errors.js";

const PAUSES_MS = [1_000, 2_000] as const;
/** Whoever asks for more is told to people, who decide. */
const LONGEST_MS = 30_000;

/** Asks again, twice at most, where what was in the way may be gone in a moment. For questions that change nothing. */
export async function retry<T>(ask: () => Promise<T>, clock: Clock): Promise<T> {
  for (const pause of PAUSES_MS) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof CannotRun) || !error.soon) throw error;
      if ((error.retryAfterMs ?? 0) > LONGEST_MS) throw error;
      await clock.sleep(Math.max(pause, error.retryAfterMs ?? 0));
    }
  }
  return ask();
}
