import type { Cause } from "#verdict/answer.js";
import { cause } from "#verdict/causes/catalogue.js";
import { ofKind } from "#verdict/evidence/kinds.js";
import { type Outcome, outcome, type PartCase, proven } from "#verdict/evidence/outcome.js";
import { lostEarly, refusal } from "./refusal.js";
import { blindness, isOpen } from "./visibility.js";

/**
 * Judges what must never be handed to the SDK, so that no id tells of a report: one would stand on the run's own
 * trace. Absence counts once one process had it happen and then reported the control, the control was read
 * back, and a search begun after that lists the control on the trace, and nothing else.
 */
export function judgeUnreported(given: PartCase): Outcome {
  const { run, check, spec, evidence, now } = given;
  const companions = check.parts.filter((one) => one.expect === "stored").map((one) => one.role);
  const ours = run.parts.filter((one) => companions.includes(one.role)).map((one) => one.eventId);
  const searches = ofKind(evidence, "traced");
  for (const { at, events } of searches) {
    const report = events?.find((one) => !ours.includes(one.eventId));
    if (report)
      return outcome("fail", cause("control_flow_reported", { what: report.title || "without a title" }), {
        at,
      });
  }
  const open = now < run.deadline;
  const refused = refusal(given);
  if (refused) return outcome("fail", refused);
  const raised = ofKind(evidence, "raised", spec.role);
  if (raised.length === 0) return open ? outcome("pending") : outcome("fail", lostEarly(given));
  const gap = gapInChain(given, companions);
  if (gap) return open ? outcome("pending") : outcome("unknown", gap);

  const foundAt = Math.max(
    ...companions.map((one) => ofKind(evidence, "found", one)[0]?.at ?? Number.POSITIVE_INFINITY),
  );
  const fresh = searches.filter((one) => one.askedAt >= foundAt);
  const proof = fresh.find(({ events }) => ours.every((id) => events?.some((one) => one.eventId === id)));
  if (proof) {
    const seconds = Math.round((proof.at - run.firedAt) / 1000);
    return proven(proof.at > run.deadline ? [cause("absence_proven_late", { seconds })] : [], {
      at: proof.at,
    });
  }
  if (fresh.some((one) => one.events === null)) return outcome("unknown", cause("trace_not_searchable"));
  // The searches are about the run's first event, whichever this one is.
  const looks = check.parts[0].role;
  const blind = [looks, ...companions].map((one) => blindness(given, one)).find((one) => one !== null);
  if (isOpen(given, looks) && !blind?.permanent) return outcome("pending");
  return outcome("unknown", blind?.cause ?? cause(fresh.length > 0 ? "search_lags" : "not_looked"));
}

/** What is missing in "one process had it happen, and then its SDK took every companion". */
export function gapInChain({ evidence, spec }: PartCase, companions: readonly string[]): Cause | null {
  const raised = ofKind(evidence, "raised", spec.role);
  const captured = companions.map((one) => ofKind(evidence, "captured", one));
  if (captured.some((list) => list.length === 0)) return cause("absence_not_witnessed");
  const same = (a: { process: string }, b: { process: string }) => a.process === b.process;
  const together = raised.filter((one) => captured.every((list) => list.some((other) => same(one, other))));
  if (together.length === 0) return cause("split_processes");
  const inOrder = together.some((one) =>
    captured.every((list) => list.some((other) => same(one, other) && other.at >= one.at)),
  );
  return inOrder ? null : cause("control_too_early");
}
