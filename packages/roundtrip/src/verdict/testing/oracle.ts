import type { Check, PartSpec } from "#checks/check.js";
import type { Evidence, EvidenceOf } from "#verdict/evidence/kinds.js";
import type { Run } from "#verdict/run.js";
import { eventId } from "./runs.js";

/*
 * What DESIGN.md asks of a pass, written from its words and not from the judge's code: nothing of the judge,
 * of its expectations or of its causes is used here.
 */

/** Whole seconds on the backend's clock, either way. */
const CLOCK_MS = 2_000;
const AN_HOUR_MS = 60 * 60 * 1000;

type Found = EvidenceOf<"found">;
const about = (evidence: readonly Evidence[], role: string) => evidence.filter((one) => one.role === role);
const founds = (evidence: readonly Evidence[], role: string): Found[] =>
  about(evidence, role).filter((one): one is Found => one.kind === "found");
const counts = (evidence: readonly Evidence[], role: string) =>
  about(evidence, role).flatMap((one) => (one.kind === "counted" ? [one.count] : []));

/** The read shows the event that was meant: its id, its message, its time, and every must. */
function isMeant(check: Check, run: Run, { role, content }: PartSpec, found: Found): boolean {
  const { event } = found;
  const id = eventId(role);
  const prefix = role === "near" ? "Not a ValidationError, it only names one: " : "";
  const receivedAt = event.receivedAt ?? Number.NEGATIVE_INFINITY;
  const data = event.data.pino as { data?: Record<string, unknown> } | undefined;
  return [
    event.eventId === id,
    event.message === `${prefix}Roundtrip check "${check.name}" raised this on purpose (run ${id})`,
    receivedAt - (found.clockSkewMs ?? 0) + (found.at - found.askedAt) + CLOCK_MS >= run.firedAt,
    event.type === content.type,
    [null, event.release].includes(run.expected.release),
    [null, event.environment].includes(run.expected.environment),
    event.handled === (check.name === "sentry-extra"),
    event.mechanism === content.mechanism,
    event.runtime === "node",
    event.tags.check === check.name,
    event.tags["check.run"] === id,
    run.expected.commitTag === null || event.tags.commit_tag === run.expected.commitTag,
    run.traceId === null || event.traceId === run.traceId,
    check.name !== "sentry-extra" ||
      (data?.data?.number === 1 && data.data.divider === 0 && Object.keys(data.data).length === 2),
  ].every(Boolean);
}

/** Evidence that by itself speaks against the run: taking it away may make a pass, and nothing else may. */
export function isRefuting(check: Check, run: Run, one: Evidence): boolean {
  const spec = check.parts.find(({ role }) => role === one.role);
  if (!spec) return false;
  if (spec.expect === "stored") {
    if (one.kind === "found") return !isMeant(check, run, spec, one);
    return one.kind === "counted" && (one.count ?? 0) > 1;
  }
  if (one.kind === "counted") return (one.count ?? 0) > 0;
  if (one.kind === "dropped") return one.reason !== "event_processor" || one.by === "Dedupe";
  return ["found", "accepted", "rejected", "not_sent"].includes(one.kind);
}

/** Read back, every must ok, in time, and the only one. */
function isStored(check: Check, run: Run, spec: PartSpec, evidence: readonly Evidence[], strict: boolean) {
  const reads = founds(evidence, spec.role);
  const counted = counts(evidence, spec.role);
  const first = Math.min(...reads.map((one) => one.at));
  const until = strict ? run.deadline : Math.max(run.deadline, run.firedAt + AN_HOUR_MS);
  const enough = strict ? counted.includes(1) : counted.includes(1) || counted.includes(null);
  const isOnly = enough && counted.every((count) => count === null || count <= 1);
  return reads.length > 0 && reads.every((one) => isMeant(check, run, spec, one)) && first <= until && isOnly;
}

/** From one process: raised, dropped as ignored, companions afterwards, all found; then a fresh look, in vain. */
function isAbsent(check: Check, run: Run, spec: PartSpec, evidence: readonly Evidence[], strict: boolean) {
  const own = about(evidence, spec.role);
  if (own.some((one) => isRefuting(check, run, one))) return false;
  const companions = check.parts.filter((one) => one !== spec).map((one) => one.role);
  const chain = own.some(
    (drop) =>
      drop.kind === "dropped" &&
      own.some((one) => one.kind === "raised" && one.process === drop.process) &&
      companions.every((role) =>
        about(evidence, role).some(
          (one) => one.kind === "captured" && one.process === drop.process && one.at >= drop.at,
        ),
      ),
  );
  const lastFound = Math.max(
    ...companions.map((role) => Math.min(...founds(evidence, role).map((one) => one.at))),
  );
  const looks = own.filter((one) => one.kind === "missing" && one.askedAt >= lastFound);
  return (
    chain &&
    looks.some((one) => one.kind === "missing" && (!strict || (one.byMessage && one.at <= run.deadline)))
  );
}

const allows = (check: Check, run: Run, evidence: readonly Evidence[], strict: boolean): boolean =>
  check.parts.every((spec) =>
    spec.expect === "stored"
      ? isStored(check, run, spec, evidence, strict)
      : isAbsent(check, run, spec, evidence, strict),
  );

/** Every formal condition of a pass holds. */
export const allowsPass = (check: Check, run: Run, evidence: readonly Evidence[]): boolean =>
  allows(check, run, evidence, true);

/** Every formal condition holds but for lateness within the hour and a backend that cannot search. */
export const allowsWarn = (check: Check, run: Run, evidence: readonly Evidence[]): boolean =>
  allows(check, run, evidence, false);
