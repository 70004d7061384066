import { TIMEOUT } from "#verdict/evidence/network.js";

/** The SDK's transports have no limit of their own: after this long without an answer, that is what is known. */
export const ANSWER_MS = 5_000;

/** What was sent got no answer, in evidence's words: it may have arrived all the same, and a look-up decides. */
export interface Unsent {
  kind: "not_sent";
  code: string;
  tunnel: boolean;
}

/**
 * Waits for the end of one sending, and ends nothing: after five seconds it notes once that no answer came in time.
 * @param lateCode in place of a network's code
 */
export function awaitAnswer<F>(note: (fact: F | Unsent) => void, tunnel: boolean, lateCode = TIMEOUT) {
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    note({ kind: "not_sent", code: lateCode, tunnel });
  }, ANSWER_MS);
  // A browser's timer is a number, and keeps nothing alive.
  if (typeof timer === "object") timer.unref?.();
  const stop = () => clearTimeout(timer);
  return {
    /** Nothing more will be known. */
    stop,
    known(fact: F): void {
      stop();
      note(fact);
    },
    /** What ends a wait that was too long already says nothing new. */
    unsent(code: string): void {
      stop();
      if (!isLate) note({ kind: "not_sent", code, tunnel });
    },
  };
}
