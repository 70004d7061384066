/**
 * `ask`, made cheap for many who ask the same at once: all who come before it begins share one answer, which is thus
 * never older than their question.
 */
export function coalesce<T>(ask: (key: string) => Promise<T>): (key: string) => Promise<T> {
  const beginning = new Map<string, Promise<T>>();
  return (key) => {
    const shared = beginning.get(key);
    if (shared) return shared;
    const mine = new Promise<void>((begin) => setImmediate(begin)).then(() => {
      beginning.delete(key);
      return ask(key);
    });
    beginning.set(key, mine);
    return mine;
  };
}
