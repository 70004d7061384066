import { BROWSER_FACTS, BROWSER_WITNESS } from "#checks/browser-mark.js";
import type { Client } from "#sentry/sdk/types.js";

/** Leaves on the global object what says how this page's SDK stands. Loaded when the doctor asks: pages need not carry it. */
export function offerFacts(): void {
  Reflect.set(globalThis, BROWSER_FACTS, async () => (await import("./facts.js")).browserFacts());
}

/**
 * Leaves on the global object what makes this client tell of checks' events. A page that raises calls it before it does, and
 * loads the rest; where several clients were started, all of them tell.
 */
export function offerWitness(client: Client): void {
  const earlier: unknown = Reflect.get(globalThis, BROWSER_WITNESS);
  let installed: Promise<void> | null = null;
  const install = async () => {
    if (typeof earlier === "function") await earlier();
    (await import("./witness.js")).watchClient(client);
  };
  Reflect.set(globalThis, BROWSER_WITNESS, () => {
    installed ??= install();
    return installed;
  });
}
