/** setTimeout counts in 32 bits: a longer delay would fire at once, so it is slept in pieces. */
const LONGEST_MS = 2 ** 31 - 1;

/** Timers that can all be dropped together, so that nothing outlives the run or the server it belongs to. */
export class Timers {
  private readonly pending = new Set<() => void>();

  /** Runs `job` after `delayMs`, unless cancelled by the function it gives back. */
  after(delayMs: number, job: () => void): () => void {
    let handle: NodeJS.Timeout;
    const cancel = () => {
      clearTimeout(handle);
      this.pending.delete(cancel);
    };
    const arm = (left: number) => {
      const piece = Math.min(left, LONGEST_MS);
      handle = setTimeout(() => {
        if (left > piece) return arm(left - piece);
        this.pending.delete(cancel);
        job();
      }, piece);
    };
    this.pending.add(cancel);
    arm(Math.max(0, delayMs));
    return cancel;
  }

  clear(): void {
    for (const cancel of [...this.pending]) cancel();
  }
}
