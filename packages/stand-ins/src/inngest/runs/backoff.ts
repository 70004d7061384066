const SECOND = 1_000;
const MINUTE = 60 * SECOND;
/** Inngest's own waits before the first, second… retry; the last one repeats. */
const TABLE = [15 * SECOND, 30 * SECOND, MINUTE, ...[2, 5, 10, 20, 40, 60, 120].map((one) => one * MINUTE)];
const JITTER = 30 * SECOND;

/**
 * Milliseconds before the retry that follows this attempt (0: the first).
 * @param own waits to take instead, the last one repeating, for who cannot wait as long as a real server does
 */
export function backoffMs(attempt: number, own?: readonly number[]): number {
  if (own) return own[attempt] ?? own.at(-1) ?? 0;
  return (TABLE[attempt] ?? TABLE.at(-1) ?? 0) + Math.random() * JITTER;
}
