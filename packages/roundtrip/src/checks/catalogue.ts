import { LATER_PLACES } from "./built-in/later-places.js";
import { PLACES } from "./built-in/places.js";
import { RECIPE } from "./built-in/recipe.js";
import type { Check } from "./check.js";
import { ownChecks } from "./own/listed.js";

const BASE = "/api/health";
/** Every check that Roundtrip brings, in the order people see them. */
export const CATALOGUE: readonly Check[] = [...RECIPE, ...PLACES, ...LATER_PLACES];

/** What the canary and `verify` fire unless told otherwise. */
export const DEFAULT_CHECKS: readonly string[] = RECIPE.map(({ name }) => name);

/** The built-in checks, and after them the ones that the app has defined itself. */
export const allChecks = (): readonly Check[] => [...CATALOGUE, ...ownChecks()];

export function findCheck(name: string): Check | undefined {
  return allChecks().find(
    (check) => check.name === name || check.aliases.some((alias) => alias === `${BASE}/${name}`),
  );
}
