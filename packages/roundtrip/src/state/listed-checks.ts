const MARK = Symbol.for("roundtrip.listed-checks");

/** Said by createRoundtrip: which checks this app takes. */
export function noteListed(checks: readonly string[]): void {
  Reflect.set(globalThis, MARK, [...checks]);
}

/** False for a check that the app does not list. Until its roundtrip.ts is loaded nobody has said, and all are taken. */
export function isListed(check: string): boolean {
  const taken: unknown = Reflect.get(globalThis, MARK);
  return !Array.isArray(taken) || taken.includes(check);
}
