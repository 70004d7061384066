const BEAT_MS = 100;

/** Calls back once a beat, or as often as this process gets its turn, until it is told to stop. */
type Beats = (beat: () => void) => () => void;
const beats: Beats = (beat) => {
  const timer = setInterval(beat, BEAT_MS).unref();
  return () => clearInterval(timer);
};

/**
 * Resolves after so many milliseconds in which this process could have taken an answer: a beat that comes late counts as
 * one. By the clock alone, a machine that gives this process no turn would look like somebody else's slowness.
 * @param longestMs by the clock, since somebody waits for this process as well
 */
export function ownTime(ms: number, longestMs = 3 * ms, every: Beats = beats): Promise<void> {
  return new Promise((resolve) => {
    let left = Math.ceil(ms / BEAT_MS);
    const end = () => {
      stop();
      clearTimeout(longest);
      resolve();
    };
    const stop = every(() => {
      left -= 1;
      if (left === 0) end();
    });
    const longest = setTimeout(end, longestMs).unref();
  });
}

/** As AbortSignal.timeout, by the time of this process. */
export function ownTimeout(ms: number, longestMs?: number): AbortSignal {
  const late = new AbortController();
  void ownTime(ms, longestMs).then(() => late.abort(new DOMException("no answer in time", "TimeoutError")));
  return late.signal;
}
