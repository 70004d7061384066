import { parseMessage } from "#checks/message.js";
import type { Cause } from "#verdict/answer.js";
import { cause } from "#verdict/causes/catalogue.js";
import { type EvidenceOf, ofKind } from "#verdict/evidence/kinds.js";
import { type Outcome, outcome, type PartCase, proven } from "#verdict/evidence/outcome.js";
import { finalAt } from "#verdict/run.js";
import { isIgnored, isSendFailure } from "./failures/dropped.js";
import { lostEarly, refusal } from "./refusal.js";
import { blindness, isOpen, missedSince } from "./visibility.js";

/**
 * Judges an event that Sentry must *not* hold. Absence counts only as the end of a chain seen in one process
 * and one SDK client: raised, dropped as ignored, companions raised afterwards and found, then a fresh look.
 */
export function judgeAbsent(given: PartCase): Outcome {
  const { run, check, spec, evidence, now } = given;
  const { role } = spec;
  const stored = refutedByRead(given);
  if (stored) return stored;
  const dropped = ofKind(evidence, "dropped", role).filter((one) => !one.repeat);
  const sent = ["accepted", "rejected", "not_sent"] as const;
  if (sent.some((kind) => ofKind(evidence, kind, role).length > 0) || dropped.some(isSendFailure))
    return outcome("fail", cause("ignored_error_sent"));
  const otherwise = dropped.find((one) => !isIgnored(one));
  if (otherwise) return outcome("fail", cause("ignored_by_other", { reason: otherwise.reason }));

  const open = now < run.deadline;
  if (dropped.length === 0) {
    const refused = refusal(given);
    if (refused) return outcome("fail", refused);
    return open ? outcome("pending") : outcome("fail", lostEarly(given) ?? cause("ignored_not_dropped"));
  }
  const companions = check.parts.filter((one) => one.role !== role).map((one) => one.role);
  const gap = gapInChain(given, dropped, companions);
  if (gap) return open ? outcome("pending") : outcome("unknown", gap);
  const companionsFoundAt = companions.map(
    (one) => ofKind(evidence, "found", one)[0]?.at ?? Number.POSITIVE_INFINITY,
  );
  const fresh = missedSince(given, role, Math.max(...companionsFoundAt));
  const proof = fresh.find((one) => one.byMessage) ?? fresh[0];
  if (!proof) {
    // Absence waits for the companions: who cannot see them will not see that the event is missing.
    const blind = [role, ...companions].map((one) => blindness(given, one)).find((one) => one !== null);
    if (isOpen(given, role) && !blind?.permanent) return outcome("pending");
    return outcome("unknown", blind?.cause ?? cause("not_looked"));
  }
  const seconds = Math.round((proof.at - run.firedAt) / 1000);
  // Searches reach back a day and no further: a look that comes much later finds nothing whatever there was.
  if (proof.at > finalAt(run)) return outcome("unknown", cause("absence_too_late", { seconds }));
  const late = proof.at > run.deadline ? [cause("absence_proven_late", { seconds })] : [];
  return proven([...late, ...(proof.byMessage ? [] : [cause("absent_by_id_only")])], { at: proof.at });
}

/** An event that must not be there, and is; what stands under its id may also be something else. */
function refutedByRead({ evidence, spec, part }: PartCase): Outcome | null {
  const found = ofKind(evidence, "found", spec.role);
  const ours = found.find((one) => parseMessage(one.event.message)?.eventId === part.eventId);
  if (ours) return outcome("fail", cause("ignored_error_stored"), { at: ours.at });
  const counted = ofKind(evidence, "counted", spec.role).find((one) => (one.count ?? 0) > 0);
  if (counted) return outcome("fail", cause("ignored_error_stored"), { at: counted.at });
  return found[0] ? outcome("fail", cause("wrong_event"), { at: found[0].at }) : null;
}

/**
 * What is missing in "one process raised and dropped the error, and its SDK took every companion no earlier
 * than the drop"; null when one drop has it all.
 */
function gapInChain(
  { evidence, spec }: PartCase,
  dropped: EvidenceOf<"dropped">[],
  companions: string[],
): Cause | null {
  const raised = ofKind(evidence, "raised", spec.role);
  const captured = companions.map((one) => ofKind(evidence, "captured", one));
  const whole = dropped.some(
    (drop) =>
      raised.some((one) => sameClient(one, drop)) &&
      captured.every((list) => list.some((one) => sameClient(one, drop) && one.at >= drop.at)),
  );
  if (whole) return null;
  const links = [raised, ...captured];
  if (links.some((list) => list.length === 0)) return cause("absence_not_witnessed");
  const together = dropped.some((drop) => links.every((list) => list.some((one) => sameClient(one, drop))));
  return cause(together ? "control_too_early" : "split_processes");
}

interface Seen {
  process: string;
  runtime: string;
}
const sameClient = (a: Seen, b: Seen): boolean => a.process === b.process && a.runtime === b.runtime;
