import type { Cause } from "#verdict/answer.js";
import { cause } from "#verdict/causes/catalogue.js";
import { LAST_LOOK_MS } from "#verdict/deadlines.js";
import {
  type Evidence,
  type EvidenceKind,
  ofKind,
  PERMANENT_READ_FAILURES,
} from "#verdict/evidence/kinds.js";
import type { PartCase } from "#verdict/evidence/outcome.js";
import { causeOfUnreadable } from "./failures/unreadable.js";

export interface Blindness {
  cause: Cause;
  /** Looking again is no use until somebody changes something. */
  permanent: boolean;
}

const SEARCHES = ["missing", "counted", "traced", "spans"] as const satisfies readonly EvidenceKind[];
const LOOKS = ["found", ...SEARCHES] as const satisfies readonly EvidenceKind[];

/** Why the newest attempt to look for an event failed; null when it did not, or nobody has looked. */
export function blindness({ run, evidence }: PartCase, role: string): Blindness | null {
  const at = (kinds: readonly EvidenceKind[]) =>
    kinds.flatMap((kind) => ofKind(evidence, kind, role).map((one) => one.at));
  const looked = at(LOOKS);
  const blind = ofKind(evidence, "unreadable", role).at(-1);
  const permanent = blind !== undefined && PERMANENT_READ_FAILURES.has(blind.why);
  // An event that was read beside a refused search does not open the search: only another search's answer does.
  const against = permanent ? at(SEARCHES) : looked;
  if (blind && against.every((time) => blind.at >= time))
    return { cause: causeOfUnreadable(blind), permanent };
  if (looked.length > 0 || run.canRead) return null;
  return { cause: cause("no_read_token"), permanent: true };
}

/**
 * True while an answer that decides may still come: before the deadline, and just after it as long as no look
 * since then has failed and no search has ended. Without it every run would be "not looked at" for a moment.
 */
export function isOpen(given: PartCase, role: string): boolean {
  const { run, evidence, now } = given;
  if (now >= run.deadline + LAST_LOOK_MS || blindness(given, role)?.permanent) return false;
  const tried = (["unreadable", "counted", "traced"] as const).flatMap((kind) =>
    ofKind(evidence, kind, role),
  );
  const since = tried.filter((one) => one.at >= run.deadline);
  // One answer that does not come decides nothing: it is asked for once more.
  return since.length === 0 || (since.length === 1 && since.every(isSilence));
}

const isSilence = (one: Evidence): boolean =>
  one.kind === "unreadable" && (one.why === "timeout" || one.why === "unreachable");

/** A look-up that was begun at or after `time` and found nothing. */
export const missedSince = ({ evidence }: PartCase, role: string, time: number) =>
  ofKind(evidence, "missing", role).filter((one) => one.askedAt >= time);

/** True when the process that took the error, or else the one that raised it, is known to be another than the firing one. */
export function reportedElsewhere({ run, spec, evidence }: PartCase): boolean {
  const captured = ofKind(evidence, "captured", spec.role);
  const seen = captured.length > 0 ? captured : ofKind(evidence, "raised", spec.role);
  return run.sdk.process != null && seen.length > 0 && seen.every((one) => one.process !== run.sdk.process);
}

/** The share of errors that the reporting SDK keeps, where it says so; null: of its runtime or process nothing is known. */
export function sampleRate(given: PartCase): number | null {
  const { run, spec, evidence } = given;
  const { runtime } = spec.content;
  if (runtime !== "edge" && runtime !== "browser")
    return reportedElsewhere(given) ? null : run.sdk.sampleRate;
  return ofKind(evidence, "sdk_seen").findLast((one) => one.runtime === runtime)?.sampleRate ?? null;
}
