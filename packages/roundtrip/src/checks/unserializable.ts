/** More than the SDK keeps of a list (its `normalizeMaxBreadth` is 1,000). */
const ROWS = 2_000;
/** Deeper than the SDK looks (its `normalizeDepth` is 3), and than Sentry stores. */
const LEVELS = 200;

/** What real programs log by mistake: data that no JSON can hold, or that no event should. */
export function unserializable(): Record<string, unknown> {
  const circular: Record<string, unknown> = { name: "circular" };
  circular.self = circular;
  let deep: Record<string, unknown> = { end: true };
  for (let level = 0; level < LEVELS; level += 1) deep = { deep };
  return {
    circular,
    deep,
    long: Array.from({ length: ROWS }, (_, row) => row),
    big: 10n ** 30n,
    call: () => undefined,
    sign: Symbol("sign"),
    missing: undefined,
    notANumber: Number.NaN,
    invalidDate: new Date(Number.NaN),
  };
}
