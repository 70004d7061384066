import { findCheck } from "#checks/catalogue.js";
import { firingsInThirtyDays } from "./cron.js";

/** What a canary costs in 30 days, rounded to whole ones. */
export interface CanaryCost {
  rounds: number;
  /** Events that Sentry stores, and counts against the quota. */
  events: number;
}

/**
 * What firing these checks by this schedule costs. A check that does not exist costs nothing.
 * @param schedule five-field cron; throws on one that cannot be read
 */
export function canaryCost(schedule: string, checks: readonly string[]): CanaryCost {
  const rounds = firingsInThirtyDays(schedule);
  const events = checks.reduce((sum, name) => sum + (findCheck(name)?.events ?? 0), 0);
  return { rounds: Math.round(rounds), events: Math.round(rounds * events) };
}
