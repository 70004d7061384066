/**
 * One instance per process. Next bundles instrumentation, proxy and routes apart, so that a module's own
 * variables exist several times; the global object exists once.
 */
export function singleton<T>(name: string, make: () => T): T {
  const key = Symbol.for(`roundtrip.${name}`);
  const holder = globalThis as Record<symbol, unknown>;
  holder[key] ??= make();
  return holder[key] as T;
}
