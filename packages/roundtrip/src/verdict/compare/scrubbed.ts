/**
 * How Sentry's data scrubbing marks what it took away: a word in brackets ([Filtered], [uuid], [email]), asterisks in
 * place of what it masks, or a hash. Relay's rules are the same wherever they apply.
 */
const MARK =
  /\[(?:Filtered|Scrubbed|redacted|[a-z][a-z -]{1,30})\]|\*{3,}|(?<![0-9A-F])[0-9A-F]{40}(?![0-9A-F])/g;

/** True when a text holds such a mark. */
export const holdsMark = (actual: string): boolean => actual.search(MARK) >= 0;

/** True when a text is the expected one with parts of it replaced by such marks, and not another text. */
export function isScrubbed(expected: string, actual: string): boolean {
  const kept = actual.split(MARK);
  if (kept.length === 1) return false;
  const [first = ""] = kept;
  const last = kept.at(-1) ?? "";
  if (!expected.startsWith(first) || !expected.endsWith(last)) return false;
  let from = 0;
  for (const piece of kept) {
    const at = expected.indexOf(piece, from);
    if (at < 0) return false;
    from = at + piece.length;
  }
  return true;
}
