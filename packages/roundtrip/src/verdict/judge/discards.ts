import type { Cause } from "#verdict/answer.js";
import { cause } from "#verdict/causes/catalogue.js";
import { ofKind } from "#verdict/evidence/kinds.js";
import type { PartCase } from "#verdict/evidence/outcome.js";
import { counted } from "#verdict/text/plural.js";

const OF_OUTCOME = [
  ["filtered", "discards_filtered"],
  ["rate_limited", "discards_limited"],
  ["invalid", "discards_invalid"],
] as const;

/** What the backend says that it discarded meanwhile: it may explain the loss, and proves nothing of one event. */
export function discards({ evidence, spec }: PartCase, what: "errors" | "spans"): Cause[] {
  const told = ofKind(evidence, "discards", spec.role).at(-1);
  if (!told) return [];
  const remarks = OF_OUTCOME.flatMap(([outcome, code]) => {
    const some = told.counts.filter((one) => one.outcome === outcome && one.count > 0);
    if (some.length === 0) return [];
    const count = counted(
      some.reduce((sum, one) => sum + one.count, 0),
      what === "errors" ? "error" : "span",
    );
    return [cause(code, { count, reasons: some.map((one) => one.reason || "no reason given").join(", ") })];
  });
  return remarks.length > 0 ? remarks : [cause("discards_none", { what })];
}

/** How many events a backend holds that removes some for each new one; 0: it does not, or did not say. */
export const evictions = ({ evidence, spec }: PartCase): number =>
  ofKind(evidence, "discards", spec.role)
    .at(-1)
    ?.counts.find(({ outcome }) => outcome === "evicted")?.count ?? 0;
