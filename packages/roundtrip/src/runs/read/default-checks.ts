import { allChecks, DEFAULT_CHECKS } from "#checks/catalogue.js";
import { isListed } from "#state/listed-checks.js";

/** The checks that count without being named: of the default ones, those that this app takes. */
export const defaultChecks = (): string[] => DEFAULT_CHECKS.filter(isListed);

/** Every check that this app takes, its own included. */
export const listedChecks = (): string[] =>
  allChecks()
    .map(({ name }) => name)
    .filter(isListed);
