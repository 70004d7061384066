import type { Check } from "#checks/check.js";
import { recall, remember } from "#state/singleton.js";

const NONE: readonly Check[] = [];

/** Said by createRoundtrip: the checks that this app has defined itself, as plain data. */
export function noteOwn(checks: readonly Check[]): void {
  remember("own-checks", checks.length > 0 ? checks : NONE);
}

/** None until the app's roundtrip.ts is loaded, and none outside it: only the server knows them. */
export function ownChecks(): readonly Check[] {
  const own = recall("own-checks");
  return Array.isArray(own) ? (own as Check[]) : NONE;
}
