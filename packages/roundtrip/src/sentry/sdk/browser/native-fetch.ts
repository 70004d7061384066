/** Sees each request that the SDK makes, and its answer. */
export type Watcher = (url: string) => ((response: Response) => void) | null;

/** Asked of each request; null while nothing is watched, as on every page that raises nothing. */
let watcher: Watcher | null = null;

export const watchRequests = (one: Watcher): void => {
  watcher = one;
};

/**
 * The SDK binds the browser's own fetch when it makes its transport, past whatever wraps it later. Until the returned
 * function is called, what it binds is watched: requests go out, and answers come back, as they were.
 */
export function watchBoundFetch(): () => void {
  const native = globalThis.fetch;
  if (typeof native !== "function" || Object.hasOwn(native, "bind")) return () => undefined;
  const bind = (self: unknown): typeof fetch => {
    const bound = Function.prototype.bind.call(native, self) as typeof fetch;
    return async (input, init) => {
      const seen = watcher?.(String(input));
      const response = await bound(input, init);
      seen?.(response.clone());
      return response;
    };
  };
  Object.defineProperty(native, "bind", { value: bind, configurable: true });
  return () => void Reflect.deleteProperty(native, "bind");
}
