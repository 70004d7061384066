import { createHash, randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { HttpProblem } from "#http/problem.js";
import { singleton } from "#state/singleton.js";

/** Addresses fall into so many buckets: a flood of them costs no memory. */
const BUCKETS = 4_096;
/** So many wrong tokens cost nothing, each is forgotten after a while, and from there on `doubles` more double the wait. */
interface Rule {
  free: number;
  forgetMs: number;
  doubles: number;
}
const ADDRESS: Rule = { free: 5, forgetMs: 3 * 60_000, doubles: 1 };
const ALL: Rule = { free: 100, forgetMs: 9_000, doubles: 20 };
const FIRST_MS = 250;
const LONGEST_MS = 8_000;
const DOUBLINGS = Math.log2(LONGEST_MS / FIRST_MS);
/** Answers held back at one moment: more would be what a stranger wants. */
const HELD_AT_MOST = 16;

/** How many wrong tokens are remembered now, of each bucket and, in the last place, in all. */
export class WrongTokens {
  readonly #salt = randomBytes(16);
  readonly #counts = new Float64Array(BUCKETS + 1);
  readonly #countedAt = new Float64Array(BUCKETS + 1);
  #held = 0;

  /** @param wait resolves after so many milliseconds */
  constructor(
    private readonly wait: (ms: number) => Promise<unknown> = (ms) => sleep(ms, undefined, { ref: false }),
    private readonly now: () => number = () => performance.now(),
  ) {}

  /**
   * Counts a wrong token from `address` and resolves when its answer is due: at once for the first few, then later and
   * later. Throws a 429 where too many answers are held back already. The right token never comes here.
   */
  async answerLate(address: string): Promise<void> {
    const waitMs = Math.max(this.#count(this.#bucketOf(address), ADDRESS), this.#count(BUCKETS, ALL));
    if (waitMs === 0) return;
    if (this.#held >= HELD_AT_MOST)
      throw new HttpProblem(
        429,
        "Too Many Requests",
        "This is not the ADMIN_TOKEN, and many wrong ones come just now.",
        { "retry-after": String(Math.ceil(waitMs / 1000)) },
      );
    this.#held += 1;
    try {
      await this.wait(waitMs);
    } finally {
      this.#held -= 1;
    }
  }

  /** One more in this place; what its answer has to wait. */
  #count(place: number, { free, forgetMs, doubles }: Rule): number {
    const now = this.now();
    const forgotten = (now - (this.#countedAt[place] ?? 0)) / forgetMs;
    // Remembered no longer than it makes a difference: a flood must not be felt for days.
    const most = free + doubles * (DOUBLINGS + 1);
    const count = Math.min(most, Math.max(0, (this.#counts[place] ?? 0) - forgotten) + 1);
    this.#counts[place] = count;
    this.#countedAt[place] = now;
    if (count <= free) return 0;
    return Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.floor((count - free - 1) / doubles));
  }

  /** Salted, so that nobody can aim at another's bucket, and no address is kept. */
  #bucketOf(address: string): number {
    return createHash("sha256").update(this.#salt).update(address).digest().readUInt32BE(0) % BUCKETS;
  }
}

/** This process's. In memory alone: a stranger's guess must not cost a write into the store. */
export const wrongTokens = (): WrongTokens => singleton("wrong-tokens", () => new WrongTokens());
