/**
 * Aborts with whichever of the signals aborts first. In place of `AbortSignal.any`, whose signal Node 20 collects
 * as garbage while a request waits on it: the deadline then never comes, and the request hangs for ever.
 */
export function anyAbort(...signals: readonly AbortSignal[]): AbortSignal {
  const first = new AbortController();
  for (const signal of signals) {
    const abort = () => first.abort(signal.reason);
    if (signal.aborted) abort();
    // The listener keeps the timer's signal alive, and through it ours.
    else signal.addEventListener("abort", abort, { once: true, signal: first.signal });
  }
  return first.signal;
}
