import { BROWSER_FACTS } from "#checks/browser-mark.js";

/** Leaves on the global object what says how this page's SDK stands. Loaded when the doctor asks: pages need not carry it. */
export function offerFacts(): void {
  Reflect.set(globalThis, BROWSER_FACTS, async () => (await import("./facts.js")).browserFacts());
}
