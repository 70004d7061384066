import { type LimitStore, sharedLimitStore } from "#access/limits/counters.js";
import { singleton } from "#state/singleton.js";
import { withTimeout } from "#store/timeout.js";
import { SESSION_SECONDS } from "./cookie.js";

/** Kept for as long as the session would have been good, and a minute more. */
const ENDED = { keyPrefix: "ended-session", points: 1, duration: SESSION_SECONDS + 60 } as const;
/** A libSQL server that says nothing is down. */
const STORE_ANSWERS_WITHIN_MS = 3_000;

/** The sessions that somebody has signed out of before their time, by their ids, in a store that all instances share. */
export class EndedSessions {
  readonly #ended: ReturnType<LimitStore["limiter"]>;

  constructor(store: LimitStore) {
    this.#ended = store.limiter(ENDED);
  }

  /** Rejects with `StoreDown` when that could not be kept. */
  async end(jti: string): Promise<void> {
    await withTimeout(STORE_ANSWERS_WITHIN_MS, () => this.#ended.penalty(jti, 1));
  }

  /** Rejects with `StoreDown` when nobody knows. */
  async has(jti: string): Promise<boolean> {
    return (await withTimeout(STORE_ANSWERS_WITHIN_MS, () => this.#ended.get(jti))) !== null;
  }
}

const sessions = (): Promise<EndedSessions> =>
  singleton("ended-sessions", async () => new EndedSessions(await sharedLimitStore()));

/** Ends a session for all instances, before its time. Rejects with `StoreDown` when that could not be kept. */
export const endSession = async (jti: string): Promise<void> => (await sessions()).end(jti);

/**
 * Whether somebody has signed out of this session. False while the store cannot be reached: people must get in to see
 * that, and without a store nothing can be fired or read.
 */
export const hasEnded = (jti: string): Promise<boolean> =>
  sessions()
    .then((all) => all.has(jti))
    .catch(() => false);
