import type { CheckResult } from "#cli/verify/run.js";
import type { Cause, Verdict } from "#verdict/answer.js";
import { atStage } from "#verdict/text/at-stage.js";
import { aboutCause } from "./about-cause.js";

/** Why a verdict is not a plain pass, as every report says it. */
export interface Remark {
  what: string;
  /** One remark of a verdict says what to do first; the others, what else to do. */
  todo: string;
  /** Pages to open, each on a line of its own. */
  links: string[];
}

/**
 * The cause, then the warnings that are not the cause.
 * @param url of the app that gave the verdict
 */
export function remarks(one: CheckResult, url: string): Remark[] {
  const warnings = one.warnings.filter(({ code }) => code !== one.cause?.code);
  const all: [Verdict, Cause][] = warnings.map((warning) => ["warn", warning]);
  if (one.cause) all.unshift([one.verdict, one.cause]);
  return all.map(([verdict, cause], index) => ({
    what: `${verdict === "warn" ? "warning " : ""}${atStage(verdict, cause.stage)}: ${cause.summary} [${cause.code}]`,
    todo: `${index === 0 ? "do this" : "also do this"}: ${cause.remedy}`,
    links: [
      ...(cause === one.cause && one.remedyLink ? [`open: ${one.remedyLink}`] : []),
      ...aboutCause(cause, url),
    ],
  }));
}
