import { addressed } from "#checks/mount/said.js";
import type { Cause } from "#verdict/answer.js";
import { asPartOfALine } from "#verdict/text/one-line.js";
import { causePage } from "./page.js";
import { absent } from "./stages/absent.js";
import { accepted } from "./stages/accepted.js";
import { captured } from "./stages/captured.js";
import { dropped } from "./stages/dropped.js";
import { fired } from "./stages/fired.js";
import { matched } from "./stages/matched.js";
import { raised } from "./stages/raised.js";
import { stored } from "./stages/stored.js";
import type { CauseText } from "./stages/text.js";
import { traced } from "./stages/traced.js";
import { warnings } from "./stages/warnings.js";

/**
 * Every reason for a verdict that is not a plain pass, in the order in which docs and page show them. Two that need
 * different actions are two entries.
 */
export const CAUSES = {
  ...fired,
  ...raised,
  ...captured,
  ...dropped,
  ...accepted,
  ...stored,
  ...matched,
  ...absent,
  ...traced,
  ...warnings,
} satisfies Record<string, CauseText>;

export type CauseCode = keyof typeof CAUSES;

/** A cause with the run's facts filled in. */
export function cause(code: CauseCode, facts: Record<string, string | number> = {}): Cause {
  const { stage, summary, remedy } = CAUSES[code];
  const fill = (sentence: string) =>
    addressed(sentence).replace(/\{(\w+)\}/g, (_, name: string) =>
      asPartOfALine(String(facts[name] ?? "unknown")),
    );
  return { code, stage, summary: fill(summary), remedy: fill(remedy), href: causePage(code) };
}
