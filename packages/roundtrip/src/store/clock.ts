/** Two machines' clocks drift apart by milliseconds in this time. */
const BELIEVED_MS = 30_000;

/**
 * The store's clock, read seldom: what is kept is how far this machine's is from it. Asked again in the
 * background, so that only the very first reading waits, or rejects.
 */
export class StoreClock {
  #offset: number | null = null;
  #readAt = Number.NEGATIVE_INFINITY;
  #reading: Promise<void> | null = null;

  /** @param read the store's time now, milliseconds since the epoch */
  constructor(private readonly read: () => Promise<number>) {}

  async now(): Promise<number> {
    const here = Date.now();
    // Also after this machine's clock was set back.
    if (Math.abs(here - this.#readAt) > BELIEVED_MS) {
      const reading = this.#ask();
      if (this.#offset === null) await reading;
      else reading.catch(() => undefined);
    }
    return Math.round(Date.now() + (this.#offset ?? 0));
  }

  #ask(): Promise<void> {
    this.#reading ??= this.#measure().finally(() => {
      this.#reading = null;
    });
    return this.#reading;
  }

  async #measure(): Promise<void> {
    const asked = Date.now();
    const there = await this.read();
    const answered = Date.now();
    this.#offset = there - (asked + answered) / 2;
    this.#readAt = answered;
  }
}
