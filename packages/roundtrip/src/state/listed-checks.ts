import { recall, remember } from "./singleton.js";

/** Said by createRoundtrip: which checks this app takes. */
export function noteListed(checks: readonly string[]): void {
  remember("listed-checks", [...checks]);
}

/** False for a check that the app does not list. Until its roundtrip.ts is loaded nobody has said, and all are taken. */
export function isListed(check: string): boolean {
  const taken = recall("listed-checks");
  return !Array.isArray(taken) || taken.includes(check);
}
