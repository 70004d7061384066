import { type Known, standing } from "#ui/checks/overall.js";
import type { Cause } from "#verdict/answer.js";

/** Alike where the same happened and the same is to be done. */
export const isSameCause = (one: Cause | null, other: Cause | null): boolean =>
  one !== null && one.summary === other?.summary && one.remedy === other.remedy;

/** By its name, for each check whose cause an earlier one has as well: the first of these, which explains it for all. */
export function explainedBy(checks: readonly Known[]): ReadonlyMap<string, Known> {
  const by = new Map<string, Known>();
  for (const [index, one] of checks.entries()) {
    const first = checks.slice(0, index).find((other) => isLike(one, other));
    if (first) by.set(one.name, first);
  }
  return by;
}

const isLike = (one: Known, other: Known): boolean =>
  one.verdict !== "pending" &&
  one.verdict === other.verdict &&
  standing(one) === standing(other) &&
  isSameCause(one.cause, other.cause);
