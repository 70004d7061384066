/**
 * `ask`, made safe for callers whom nobody counts: at most one question under way, and its answer believed for
 * `ageMs`. A failure is told to those who waited for it, and to nobody after them.
 */
export function recent<T>(ageMs: number, ask: () => Promise<T>): () => Promise<T> {
  let kept: { at: number; answer: Promise<T> } | null = null;
  return () => {
    if (kept && performance.now() - kept.at <= ageMs) return kept.answer;
    const mine = { at: Number.POSITIVE_INFINITY, answer: ask() };
    kept = mine;
    mine.answer.then(
      () => {
        mine.at = performance.now();
      },
      () => {
        if (kept === mine) kept = null;
      },
    );
    return mine.answer;
  };
}
