import type { Cause } from "#verdict/answer.js";
import { cause } from "#verdict/causes/catalogue.js";
import { type EvidenceOf, ofKind } from "#verdict/evidence/kinds.js";
import type { PartCase } from "#verdict/evidence/outcome.js";

/** Something of the task was seen, be it about another event of the run. */
export const taskRan = ({ evidence }: PartCase): boolean =>
  (["task_called", "raised", "captured"] as const).some((kind) => ofKind(evidence, kind).length > 0);

/** Whoever refused a call may be an instance that still has the old key: another one has taken it by then. */
const REFUSED_FOR_GOOD_MS = 5_000;

/** Why a task will not be called, as soon as that is certain: waiting for the deadline would tell no more. */
export function taskRefused(given: PartCase): Cause | null {
  const { check, evidence, now } = given;
  if (check.place !== "task" || taskRan(given)) return null;
  const refused = ofKind(evidence, "call_refused").at(-1);
  if (refused && now >= refused.at + REFUSED_FOR_GOOD_MS) return cause("task_call_refused");
  if (refused || ofKind(evidence, "queued").length === 0) return null;
  const seen = ofKind(evidence, "registered").at(-1);
  return seen?.known === false ? causeOfUnknown(seen) : null;
}

/** Why a task that was handed over was not called by the deadline. */
export function taskNotCalled({ evidence }: PartCase): Cause {
  if (ofKind(evidence, "call_refused").length > 0) return cause("task_call_refused");
  if (ofKind(evidence, "queued").length === 0) return cause("not_raised");
  const seen = ofKind(evidence, "registered").at(-1);
  if (!seen) return cause("task_not_called");
  if (seen.known === false) return causeOfUnknown(seen);
  if (seen.calls !== null && (seen.answers === "other" || seen.answers === "nobody"))
    return cause("task_at_other_address", { address: seen.calls, who: WHO[seen.answers] });
  if (seen.event === "unknown") return cause("task_event_elsewhere");
  return cause(seen.event === "unstarted" && seen.known ? "task_event_lost" : "task_not_called");
}

const WHO = {
  other: "something else than this deployment answers",
  nobody: "nobody answers",
} as const;

const causeOfUnknown = ({ devServer }: EvidenceOf<"registered">): Cause =>
  cause(devServer ? "inngest_dev_server" : "task_not_registered");
