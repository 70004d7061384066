/** Takes from this process what bundles share, as if it had just started. Modules that are loaded keep what they hold. */
export function forgetAll(): void {
  for (const key of Object.getOwnPropertySymbols(globalThis))
    if (key.description?.startsWith("@roundtrip/next@")) Reflect.deleteProperty(globalThis, key);
}
