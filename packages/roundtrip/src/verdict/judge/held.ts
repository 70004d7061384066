import type { Cause } from "#verdict/answer.js";
import { cause } from "#verdict/causes/catalogue.js";
import { ofKind } from "#verdict/evidence/kinds.js";
import type { PartCase } from "#verdict/evidence/outcome.js";

/**
 * Whether the app keeps its process running until the event of this part has been sent, where its host stops processes
 * once no request is open; null while it is not known. A browser needs no process of the app's, and a check in the edge runtime
 * sends its events before its answer ends.
 */
function isHeld(given: PartCase): boolean | null {
  const { run, check, spec, now } = given;
  const { stopping } = run.sdk;
  const { runtime } = spec.content;
  if (!stopping || runtime === "browser" || runtime === "edge") return true;
  const known = knownHolds(given);
  if (known.length > 0) return known.every((held) => held !== null);
  // Nothing but a middleware reports what a task raises: that its capture is unknown says nothing of its process.
  if (stopping.held || check.place === "task") return true;
  // What the SDK saw may still be on its way into the store.
  return now < run.deadline ? null : false;
}

const knownHolds = ({ evidence, spec }: PartCase) =>
  ofKind(evidence, "captured", spec.role).flatMap(({ held }) => (held === undefined ? [] : [held]));

/** The process that raised the error looked for it later: what its SDK took it has written down by then. */
function wasAwake({ evidence, spec, run }: PartCase): boolean {
  const raised = ofKind(evidence, "raised", spec.role).at(-1);
  const process = raised?.process ?? run.sdk.process;
  const since = raised?.at ?? run.firedAt;
  return ofKind(evidence, "missing", spec.role).some(
    (one) => one.process !== null && one.process === process && one.askedAt > since,
  );
}

/** The event is there, and nothing of the app's own saw to that: fatal where the host stops processes for certain. */
export function sentByLuck(given: PartCase): { cause: Cause; fatal: boolean } | null {
  const { stopping } = given.run.sdk;
  if (!stopping || isHeld(given) !== false) return null;
  const { host, always } = stopping;
  return { cause: cause(always ? "sent_while_awake" : "send_not_held", { host }), fatal: always };
}

/** Of an event that is there: whether what held its process may still turn out to have been nothing. */
export const isHoldOpen = (given: PartCase): boolean =>
  given.run.sdk.stopping?.held === false && isHeld(given) === null && given.now < given.run.deadline;

/** The event is not there, and the process that had it was stopped for all that the app did. */
export function stoppedBefore(given: PartCase): Cause | null {
  const { evidence, spec, run } = given;
  const fates = ["accepted", "rejected", "not_sent", "dropped"] as const;
  if (fates.some((kind) => ofKind(evidence, kind, spec.role).length > 0)) return null;
  if (isHeld(given) !== false || (knownHolds(given).length === 0 && wasAwake(given))) return null;
  return cause("stopped_before_sent", { host: run.sdk.stopping?.host ?? "" });
}
