/** What Next.js prints for each request that it keeps only the beginning of: so many a minute say as much. */
const REPEATED = /Request body exceeded \d+ ?[KMG]?B for /;
const A_MINUTE = 10;

/** Whether a text is to be printed. @param now milliseconds of any steady clock */
export function repeatedLines(now: () => number = () => performance.now()): (text: string) => boolean {
  let begun = Number.NEGATIVE_INFINITY;
  let printed = 0;
  return (text) => {
    if (!REPEATED.test(text)) return true;
    if (now() - begun >= 60_000) {
      begun = now();
      printed = 0;
    }
    printed += 1;
    return printed <= A_MINUTE;
  };
}
