import type { Client } from "#cli/client.js";
import type { Clock } from "#cli/clock.js";
import { CannotRun } from "#cli/errors.js";
import type { RunAnswer } from "#verdict/answer.js";

/** Looks are at least this far apart. */
const SPACING_MS = 250;
/** So far apart in the end, where the server answers a long poll at once, as one behind some proxies does. */
const MAX_SPACING_MS = 1_000;
/** The server ends a long poll only at the verdict; short polls at first let stages light up as they come. */
const EAGER_MS = 15_000;
const EAGER_WAIT = 1;
const CALM_WAIT = 5;
const MAX_BACKOFF_MS = 5_000;

export interface Followed {
  /** The last answer that was read; null when there was none. */
  run: RunAnswer | null;
  /** Why the last look failed; null when it did not. */
  trouble: string | null;
}

interface Following {
  client: Client;
  id: string;
  /** That the run was fired under. */
  nonce: string;
  /** Milliseconds since the epoch: when to stop waiting for a verdict. */
  until: number;
  /** When to stop trying to read the run at all, if that is later. */
  readUntil?: number;
  onRun: (run: RunAnswer) => void;
  onTrouble: (message: string) => void;
  clock: Clock;
  signal?: AbortSignal | undefined;
}

/** Long-polls one run to its verdict. A lost connection is tried again until the wait is over. */
export async function follow(following: Following): Promise<Followed> {
  const { client, id, nonce, until, readUntil = until, onRun, onTrouble, clock, signal } = following;
  const began = clock.now();
  const seen: Followed = { run: null, trouble: null };
  for (let failures = 0, early = 0; ; ) {
    const asked = clock.now();
    const pace = asked - began < EAGER_MS ? EAGER_WAIT : CALM_WAIT;
    const wait = Math.min(pace, Math.floor(Math.max(0, until - asked) / 1000));
    let pause = SPACING_MS;
    let end = until;
    try {
      const looked = await client.run(id, wait, nonce);
      seen.run = looked.run;
      seen.trouble = null;
      failures = 0;
      onRun(seen.run);
      if (seen.run.verdict !== "pending") return seen;
      if (clock.now() - asked < wait * 1000) pause = backoff(early++, MAX_SPACING_MS);
      // Too many wait there already: it is no verdict, and no reason to come at once.
      pause = Math.max(pause, looked.retryAfterMs ?? 0);
    } catch (error) {
      if (!(error instanceof CannotRun)) throw error;
      seen.trouble = error.message;
      onTrouble(error.message);
      if (!error.again) return seen;
      pause = Math.max(error.retryAfterMs ?? 0, backoff(failures++, MAX_BACKOFF_MS));
      end = Math.max(until, readUntil);
    }
    if (asked >= end) return seen;
    const now = clock.now();
    const rest = end - now;
    // Within the last second a whole second cannot be waited for: sleep it away, then look once more.
    const next = rest < 1000 ? rest : Math.min(rest, asked + pause - now);
    if (next > 0) await clock.sleep(next, signal);
  }
}

const backoff = (times: number, most: number): number => Math.min(most, SPACING_MS * 2 ** times);
