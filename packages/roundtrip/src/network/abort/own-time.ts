const BEAT_MS = 100;

/** Calls back once a beat, or as often as this process gets its turn, until it is told to stop. */
type Beats = (beat: () => void) => () => void;
const beats: Beats = (beat) => {
  const timer = setInterval(beat, BEAT_MS).unref();
  return () => clearInterval(timer);
};

/** Calls back once, unless what it returns is called before that. Whoever gets a beat can look at the clock as well. */
function begin(ms: number, longestMs: number, every: Beats, over: () => void): () => void {
  const began = performance.now();
  let left = Math.ceil(ms / BEAT_MS);
  const stop = every(() => {
    left -= 1;
    if (left > 0 && performance.now() - began < longestMs) return;
    stop();
    over();
  });
  return stop;
}

/**
 * Resolves after so many milliseconds in which this process could have taken an answer: a beat that comes late counts as
 * one. By the clock alone, a machine that gives this process no turn would look like somebody else's slowness.
 * @param longestMs by the clock, since somebody waits for this process as well
 */
export const ownTime = (ms: number, longestMs = 3 * ms, every: Beats = beats): Promise<void> =>
  new Promise((resolve) => void begin(ms, longestMs, every, resolve));

const late = () => new DOMException("no answer in time", "TimeoutError");

/** As AbortSignal.timeout, by the time of this process. */
export function ownTimeout(ms: number, longestMs?: number): AbortSignal {
  const limit = new AbortController();
  void ownTime(ms, longestMs).then(() => limit.abort(late()));
  return limit.signal;
}

/** Work that a signal ends after so much of this process's time; nothing is left of the limit once it is done. */
export async function withinOwnTime<T>(
  ms: number,
  longestMs: number,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const limit = new AbortController();
  const stop = begin(ms, longestMs, beats, () => limit.abort(late()));
  try {
    return await work(limit.signal);
  } finally {
    stop();
  }
}
