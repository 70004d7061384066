/** What Next.js prints for each request of a kind that no client of an app sends: so many a minute say as much. */
// What comes before Next.js' mark is a colour at most: without a bound a long text of marks takes minutes.
const REPEATED: readonly RegExp[] = [
  /Request body exceeded \d+ ?[KMG]?B for /,
  // A body that ended too early, at an address behind a proxy.
  /^(?:\S{0,20}⨯\S{0,20} )?Error: aborted\n[\s\S]*ECONNRESET/,
  /^(?:\S{0,20}⨯\S{0,20} )?TypeError: 'TRACE' HTTP method is unsupported\./,
  // The header was there, and empty.
  /^Error \[InvariantError\]: Invariant: Missing 'next-action' header\./,
];
const A_MINUTE = 10;

/** Whether a text is to be printed. @param now milliseconds of any steady clock */
export function repeatedLines(now: () => number = () => performance.now()): (text: string) => boolean {
  let begun = Number.NEGATIVE_INFINITY;
  let printed = 0;
  return (text) => {
    if (!REPEATED.some((one) => one.test(text))) return true;
    if (now() - begun >= 60_000) {
      begun = now();
      printed = 0;
    }
    printed += 1;
    return printed <= A_MINUTE;
  };
}
