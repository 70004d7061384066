import type { Cause } from "#verdict/answer.js";
import { cause } from "#verdict/causes/catalogue.js";
import { verdictOfCause } from "#verdict/causes/verdicts.js";
import { expectationsOf } from "#verdict/compare/expectations.js";
import { causeOfMismatch } from "#verdict/compare/mismatches.js";
import { whyNoSource } from "#verdict/compare/source.js";
import { unstated } from "#verdict/compare/unstated.js";
import { type Evidence, type EvidenceOf, ofKind } from "#verdict/evidence/kinds.js";
import { type Outcome, outcome, type PartCase, proven } from "#verdict/evidence/outcome.js";
import { finalAt } from "#verdict/run.js";
import { discards, evictions } from "./discards.js";
import { isHoldOpen, sentByLuck, stoppedBefore } from "./held.js";
import { doubt, lostEarly, refusal } from "./refusal.js";
import { blindness, isOpen, missedSince, sampleRate } from "./visibility.js";

export type { Outcome, PartCase } from "#verdict/evidence/outcome.js";

/** A minute apart is far more than NTP leaves, and enough to confuse whoever compares log lines. */
const SKEW_WARNING_MS = 60_000;
/** The longest answer whose duration still blurs the clock difference; a look-up is given up long before. */
const LONGEST_LOOK_MS = 30_000;

/** Judges an event that Sentry must hold. */
export function judgeStored(given: PartCase): Outcome {
  const reads = ofKind(given.evidence, "found", given.spec.role).map((found) => {
    const { event, clockSkewMs, askedAt, at } = found;
    // The clocks are compared when the answer comes, so that a slow answer makes the backend's look fast.
    const slack = Math.min(LONGEST_LOOK_MS, Math.max(0, at - askedAt));
    const skew = clockSkewMs === null ? null : clockSkewMs - slack;
    const expectations = expectationsOf(onTrace(given), given.check, given.spec, given.part, event, skew);
    const bad = expectations.find((one) => one.level === "must" && !one.ok);
    return { found, expectations, bad };
  });
  // One read of several that shows something else is enough: none of them may hide it.
  const read = reads.find((one) => one.bad) ?? reads[0];
  if (read?.bad) {
    const { expectations, found, bad } = read;
    return outcome("fail", causeOfMismatch(bad, expectations, given), {
      expectations,
      at: found.at,
    });
  }
  if (read) return judgeFound(given, read);
  const refused = refusal(given);
  if (refused) return outcome(verdictOfCause(refused.code) === "unknown" ? "unknown" : "fail", refused);
  return judgeNotFound(given, doubt(given));
}

/** The run with what this event must carry: a browser's has the trace and the proof of its page load, not the firing's. */
function onTrace({ run, spec, evidence }: PartCase): PartCase["run"] & { proof?: string | null } {
  if (spec.content.runtime !== "browser") return run;
  const { traceId = null, proof = null } = ofKind(evidence, "opened").at(-1) ?? {};
  return { ...run, traceId, proof };
}

interface Read {
  found: EvidenceOf<"found">;
  expectations: Outcome["expectations"];
}

/** The event is there and holds what it must: is it the only one, and was it there in time? */
function judgeFound(given: PartCase, { found, expectations }: Read): Outcome {
  const { run, spec, evidence } = given;
  const seen = { expectations, at: found.at };
  const seconds = Math.round((found.at - run.firedAt) / 1000);
  const rate = sampleRate(given) ?? 1;
  // That this one was not among those that dice throw away says nothing of the next.
  if (rate < 1) return outcome("fail", cause("errors_sampled", { rate }), seen);
  if (isHoldOpen(given)) return outcome("pending", null, seen);
  const luck = sentByLuck(given);
  if (luck?.fatal) return outcome("fail", luck.cause, seen);
  const counted = ofKind(evidence, "counted", spec.role).map((one) => one.count);
  const count = Math.max(0, ...counted.filter((one) => one !== null));
  if (count > 1) return outcome("fail", cause("stored_twice", { count }), seen);
  if (found.at > finalAt(run)) return outcome("fail", cause("found_too_late", { seconds }), seen);
  if (count === 0 && !counted.includes(null)) {
    const blind = blindness(given, spec.role);
    if (isOpen(given, spec.role)) return outcome("pending", null, seen);
    const unlisted = cause(counted.length > 0 ? "search_lags" : "uniqueness_unknown");
    return outcome("unknown", blind?.cause ?? unlisted, seen);
  }
  const warnings = count === 0 ? [cause("uniqueness_not_checked")] : [];
  return proven(
    [
      ...timeliness(given, found, seconds),
      ...(luck ? [luck.cause] : []),
      ...warnings,
      ...remarks(given, expectations, found),
    ],
    seen,
  );
}

function timeliness(given: PartCase, found: EvidenceOf<"found">, seconds: number): Cause[] {
  const { run, spec } = given;
  if (found.at <= run.deadline) return [];
  // Only a look after the deadline that found nothing says that Sentry was late, and not we.
  const wasMissed = missedSince(given, spec.role, run.deadline).some((one) => one.at <= found.at);
  return [cause(wasMissed ? "late" : "looked_late", { seconds })];
}

function remarks(
  given: PartCase,
  expectations: Outcome["expectations"],
  found: EvidenceOf<"found">,
): Cause[] {
  const { run, check } = given;
  const skewMs = Math.abs(found.clockSkewMs ?? 0);
  const list: Cause[] = [];
  if (reportedTwice(given)) list.push(cause("reported_twice"));
  if (expectations.some((one) => one.level === "should" && !one.ok))
    list.push(cause(whyNoSource(found.event)));
  if (check.place === "task" && run.traceId === null) list.push(cause("trace_not_checked"));
  if (run.expected.release?.endsWith("@latest")) list.push(cause("commit_is_latest"));
  list.push(...unstated(run, found.event));
  if (skewMs > SKEW_WARNING_MS) list.push(cause("clock_skew", { seconds: Math.round(skewMs / 1000) }));
  return list;
}

/** Reports of one error; Inngest may deliver one attempt twice: that is its promise, not a fault of the app. */
export const reports = (evidence: readonly Evidence[], role: string): number =>
  new Set(ofKind(evidence, "captured", role).map((one) => one.delivery ?? one.id)).size;

const reportedTwice = ({ evidence, spec }: PartCase): boolean => reports(evidence, spec.role) > 1;

/**
 * Neither found nor refused for certain: still on its way, lost, or out of our sight.
 * @param doubted a delivery that seems to have failed: a fail only once a look has found nothing
 */
function judgeNotFound(given: PartCase, doubted: ReturnType<typeof doubt>): Outcome {
  const { run, spec, evidence, now } = given;
  const accepted = ofKind(evidence, "accepted", spec.role).length > 0;
  const blind = blindness(given, spec.role);
  if (doubted && missedSince(given, spec.role, doubted.until).length > 0)
    return outcome("fail", doubted.cause);
  if (now < run.deadline) {
    // Nothing will change by waiting: Sentry has it, or may have it, and we may not look.
    const settled = (accepted || doubted) && blind?.permanent;
    return settled ? outcome("unknown", blind.cause, remarkOn(doubted)) : outcome("pending");
  }
  const listed = ofKind(evidence, "counted", spec.role).filter((one) => (one.count ?? 0) > 0);
  if (!blind && listed.some((one) => one.own)) return outcome("unknown", cause("listed_without_body"));
  if (!blind && listed.length > 0) return outcome("fail", cause("stored_under_other_id"));
  const early = lostEarly(given);
  if (missedSince(given, spec.role, run.deadline).length > 0) {
    const asleep = run.sdk.enabled === false ? cause("sdk_disabled", { runtime: "node" }) : null;
    const stopped = stoppedBefore(given);
    // Of a process that was stopped little is written down: that nothing was seen says nothing then.
    if (!accepted || early)
      return outcome(
        "fail",
        (stopped ? null : early) ?? asleep ?? heldBack(given) ?? stopped ?? unseenFate(given),
      );
    const elsewhere = sentElsewhere(given);
    if (elsewhere) return outcome("fail", elsewhere);
    const evicted = evictions(given);
    // It may have been stored, and removed before anybody looked: then nothing was lost on the way.
    if (evicted) return outcome("unknown", cause("evicted_or_not_stored", { count: evicted }));
    return outcome("fail", cause("accepted_not_stored"), { warnings: discards(given, "errors") });
  }
  if (isOpen(given, spec.role)) return outcome("pending");
  // The witness alone makes no verdict: without a look, what it did not see is a remark.
  return outcome(
    "unknown",
    blind?.cause ?? cause("not_looked"),
    remarkOn(doubted ?? (early && { cause: early })),
  );
}

const remarkOn = (seen: { cause: Cause } | null): Partial<Outcome> => ({
  warnings: seen ? [seen.cause] : [],
});

/** What becomes of an event after its capture is a matter of the process, or of the page. */
const unseenFate = ({ spec }: PartCase): Cause =>
  cause(spec.content.runtime === "browser" ? "browser_fate_unknown" : "fate_unknown");

/** A hook of the SDK's had the event when it was last seen, and it was never sent. */
function heldBack({ spec, evidence }: PartCase): Cause | null {
  const held = ofKind(evidence, "held", spec.role).at(-1);
  if (!held) return null;
  return cause("hook_never_answers", { runtime: held.runtime, by: held.by ?? "a hook of its init" });
}

/** A process with another DSN raised it: it is stored where nobody looks. */
function sentElsewhere({ run, spec, evidence }: PartCase): Cause | null {
  const { project, ingest } = run.sdk;
  const sent = ofKind(evidence, "accepted", spec.role).at(-1);
  if (!project || !sent?.project) return null;
  const isOtherHost = Boolean(ingest && sent.host && sent.host !== ingest);
  if (sent.project === project && !isOtherHost) return null;
  const at = (number: string, host?: string | null) => (isOtherHost ? `${number} at ${host}` : number);
  return cause("sent_elsewhere", { sent: at(sent.project, sent.host), looked: at(project, ingest) });
}
