/** The package's major version: of two majors in one process each has a state of its own. */
export const MAJOR = 0;
const STATE = Symbol.for(`@roundtrip/next@${MAJOR}`);

/**
 * What the bundles of this process share, by name. Next bundles instrumentation, proxy and routes apart, so that a
 * module's own variables exist several times; the global object exists once.
 */
function state(): Map<string, unknown> {
  const holder = globalThis as Record<symbol, unknown>;
  holder[STATE] ??= new Map<string, unknown>();
  return holder[STATE] as Map<string, unknown>;
}

/** One instance per process. */
export function singleton<T>(name: string, make: () => T): T {
  const all = state();
  const known = all.get(name) ?? make();
  all.set(name, known);
  return known as T;
}

/** Says something to all bundles of this process; undefined takes it back. */
export const remember = (name: string, value: unknown): void => void state().set(name, value);

/** What was said last; undefined where nothing was. */
export const recall = (name: string): unknown => state().get(name);
