/** Takes `count` from the look-up budget of all instances; answers the milliseconds to wait, 0 for go. */
export type TakeTokens = (count: number, burst: number) => Promise<number>;

/** Resolves when one more request may be sent. */
export type AwaitToken = () => Promise<void>;

/** How many requests may be sent at once after a pause. */
const BURST = 5;

/** Makes every request wait for its part of the budget. */
export function tokenBucket(take: TakeTokens): AwaitToken {
  return async () => {
    for (;;) {
      const wait = await take(1, BURST);
      if (wait <= 0) return;
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  };
}
