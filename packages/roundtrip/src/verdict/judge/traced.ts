import type { Cause, Expectation } from "#verdict/answer.js";
import { type CauseCode, cause } from "#verdict/causes/catalogue.js";
import { SPAN, spanExpectations } from "#verdict/compare/spans.js";
import { type Evidence, ofKind } from "#verdict/evidence/kinds.js";
import { type Outcome, outcome, type PartCase, proven } from "#verdict/evidence/outcome.js";
import { legOf, type StoredSpan } from "#verdict/evidence/stored-span.js";
import { finalAt, type Run } from "#verdict/run.js";
import { counted } from "#verdict/text/plural.js";
import { discards } from "./discards.js";
import { lostEarly, refusal } from "./refusal.js";
import { gapInChain } from "./unreported.js";
import { blindness, isOpen } from "./visibility.js";

type Tracing = NonNullable<Run["tracing"]>;

/** The SDK keeps spans for five seconds at most before it sends them (its span buffer); one more for the way. */
const SETTLE_MS = 6_000;

/** Judges the spans of a run's trace: all of them there above a sample rate of 0, and none at 0. */
export function judgeTraced(given: PartCase): Outcome {
  const { tracing } = given.run;
  if (!tracing) return outcome("unknown", cause("check_changed"));
  return tracing.rate > 0 ? judgeSpans(given, tracing) : judgeNone(given);
}

/** Everything that any search has listed, each span once, and when the first of these searches answered. */
function listed(evidence: readonly Evidence[]): { spans: StoredSpan[]; firstAt: number | null } {
  const searches = ofKind(evidence, "spans").filter((one) => one.spans !== null && one.spans.length > 0);
  const all = searches.flatMap((one) => one.spans ?? []);
  const distinct = [...new Map(all.map((one) => [JSON.stringify(one), one])).values()];
  return { spans: distinct, firstAt: searches[0]?.at ?? null };
}

/** True once the spans of a run above a rate of 0 are all there, so that nothing more need be asked. */
export function spansComplete(run: Run, evidence: readonly Evidence[]): boolean {
  return spanExpectations(run, listed(evidence).spans).every((one) => one.ok);
}

/** When the last span of a run had been sent, had there been any; null until the task has run. */
export function settledAt(run: Run, evidence: readonly Evidence[]): number | null {
  const ran = ofKind(evidence, "raised", "main").map((one) => one.at);
  return ran.length === 0 ? null : Math.max(run.firedAt, ...ran) + SETTLE_MS;
}

/** The trace that the task was on, by what was stored of it, else by what its process saw. */
function taskElsewhere({ run, evidence }: PartCase): string | null {
  if (run.traceId === null) return null;
  const stored = ofKind(evidence, "found", "control").map((one) => one.event.traceId);
  const seen = stored.length > 0 ? stored : ofKind(evidence, "raised", "main").map((one) => one.traceId);
  return seen.find((one) => one !== null && one !== run.traceId) ?? null;
}

/** What keeps the run from ever passing, whatever is read later. */
function hopeless(given: PartCase): Cause | null {
  const refused = refusal(given);
  if (refused) return refused;
  const elsewhere = taskElsewhere(given);
  return elsewhere === null ? null : cause("trace_broken", { trace: elsewhere });
}

function judgeSpans(given: PartCase, { rate, sampled, fromBrowser }: Tracing): Outcome {
  const { run, evidence, now } = given;
  const { spans } = listed(evidence);
  const expectations = spanExpectations(run, spans);
  const failed = expectations.filter((one) => !one.ok);
  const seen = spans.length > 0 ? { expectations } : {};
  const wrong = spans.length > 0 ? failed.find(({ name }) => WRONG.has(name)) : undefined;
  if (wrong) {
    const { name, actual, expected } = wrong;
    return outcome("fail", cause(WRONG.get(name) ?? "wrong_release", { actual, expected }), seen);
  }
  if (failed.length === 0) return judgeComplete(given, expectations, fromBrowser);
  const refused = hopeless(given);
  if (refused) return outcome("fail", refused, seen);
  // Without any SDK there is a graver cause, which comes once the task has run.
  // The rate may be set and the sampler right: nobody hands the spans to the SDK.
  if (run.sdk.openTelemetry === false) return outcome("fail", cause("tracing_without_spans", { rate }), seen);
  if (run.sdk.initialised && sampled !== true) {
    const off = sampled === null || run.sdk.tracesSampleRate === 0;
    return outcome("fail", cause(off ? "tracing_off" : "trace_sampled_out", { rate }), seen);
  }
  if (now < run.deadline) return undecided(given, seen);
  const ran = ofKind(evidence, "raised", given.spec.role).length > 0;
  const early = ran ? null : lostEarly(given);
  if (early) return outcome("fail", early, seen);
  const decides = ofKind(evidence, "spans").some((one) => one.spans !== null && one.askedAt >= run.deadline);
  if (!decides) return undecided(given, seen);
  const why = causeOfGap(failed, spans);
  const lost = spans.length === 0;
  // Where errors are not stored either, it is not about spans: the control's own cause says more.
  if (lost && ofKind(evidence, "found", "control").length === 0) return undecided(given, seen, ["control"]);
  return outcome("fail", why, { ...seen, warnings: lost ? discards(given, "spans") : [] });
}

/** All of them are there and are as they must be: were they in time? */
function judgeComplete(given: PartCase, expectations: Expectation[], fromBrowser: boolean): Outcome {
  const { run, evidence } = given;
  const searches = ofKind(evidence, "spans");
  const until = searches.findIndex((_, index) => spansComplete(run, searches.slice(0, index + 1)));
  const at = searches[until]?.at ?? run.firedAt;
  const seconds = Math.round((at - run.firedAt) / 1000);
  if (at > finalAt(run)) return outcome("fail", cause("found_too_late", { seconds }), { expectations, at });
  // Only a search after the deadline that listed less says that Sentry was late, and not we.
  const wasMissed = searches.slice(0, until).some((one) => one.askedAt >= run.deadline);
  const late = at > run.deadline ? [cause(wasMissed ? "late" : "looked_late", { seconds })] : [];
  const unseen = fromBrowser ? [] : [cause("trace_browser_not_seen")];
  return proven([...late, ...unseen], { expectations, at });
}

const WRONG: ReadonlyMap<string, CauseCode> = new Map(
  Object.entries<CauseCode>({
    [SPAN.release]: "wrong_release",
    [SPAN.environment]: "wrong_environment",
  }),
);
const GAPS: ReadonlyMap<string, CauseCode> = new Map(
  Object.entries<CauseCode>({
    [SPAN.route]: "trace_route_missing",
    [SPAN.task]: "trace_task_missing",
    [SPAN.linked]: "trace_unlinked",
    [SPAN.browser]: "trace_browser_missing",
    [SPAN.redis]: "redis_spans_missing",
  }),
);

/** What the first comparison that failed stands for. */
function causeOfGap(failed: readonly Expectation[], spans: readonly StoredSpan[]): Cause {
  if (spans.length === 0) return cause("spans_not_stored");
  const first = failed[0]?.name ?? SPAN.route;
  if (first !== SPAN.browserLinked) return cause(GAPS.get(first) ?? "trace_unlinked");
  // A route's span that says who its parent is was told so by the browser, whose own span got lost.
  const told = spans.some((one) => legOf(one) === "route" && one.parentId !== null);
  return cause(told ? "trace_browser_missing" : "trace_browser_apart");
}

/**
 * The spans that are one too many at a rate of 0. On a trace of the run's own each of them is, since an app that strips
 * the run's mark must not hide its spans; runs that do not say how their trace began were searched by the mark.
 */
export const oursAmong = (run: Run, spans: readonly StoredSpan[]): StoredSpan[] =>
  spans.filter((one) => run.tracing?.alone !== false || one.run === run.id);

function judgeNone(given: PartCase): Outcome {
  const { run, check, evidence, now } = given;
  const { spans, firstAt } = listed(evidence);
  const ours = oursAmong(run, spans);
  if (ours.length > 0) return outcome("fail", cause("spans_at_rate_zero", told(ours)), { at: firstAt });
  const open = now < run.deadline;
  const refused = hopeless(given);
  if (refused) return outcome("fail", refused);
  const settled = settledAt(run, evidence);
  if (settled === null) return open ? outcome("pending") : outcome("fail", lostEarly(given));
  const companions = check.parts.filter((one) => one.expect === "stored").map((one) => one.role);
  const gap = gapInChain(given, companions);
  if (gap) return open ? outcome("pending") : outcome("unknown", gap);
  const foundAt = companions.map(
    (role) => ofKind(evidence, "found", role)[0]?.at ?? Number.POSITIVE_INFINITY,
  );
  const fresh = Math.max(settled, ...foundAt);
  const proof = ofKind(evidence, "spans").find((one) => one.spans !== null && one.askedAt >= fresh);
  if (!proof) return undecided(given, {}, companions);
  const seconds = Math.round((proof.at - run.firedAt) / 1000);
  // Searches reach back a day and no further: a look that comes much later finds nothing whatever there was.
  if (proof.at > finalAt(run)) return outcome("unknown", cause("absence_too_late", { seconds }));
  if (spans.length > 0)
    return outcome("unknown", cause("spans_not_told_apart", told(spans)), { at: firstAt });
  return proven(proof.at > run.deadline ? [cause("absence_proven_late", { seconds })] : [], { at: proof.at });
}

/** How many spans there are, and what the first few are called. */
const told = (spans: readonly StoredSpan[]) => ({
  spans: counted(spans.length, "span"),
  what: [...new Set(spans.map((one) => one.name))].slice(0, 5).join(", "),
});

/** Nothing decides yet, or nobody could look. */
function undecided(given: PartCase, seen: Partial<Outcome>, companions: readonly string[] = []): Outcome {
  const { evidence, spec } = given;
  if (given.run.traceId === null) return outcome("unknown", cause("no_trace"), seen);
  if (ofKind(evidence, "spans").some((one) => one.spans === null))
    return outcome("unknown", cause("spans_not_searchable"), seen);
  const roles = [spec.role, ...companions];
  const blind = roles.map((one) => blindness(given, one)).find((one) => one !== null);
  if (isOpen(given, spec.role) && !blind?.permanent) return outcome("pending", null, seen);
  return outcome("unknown", blind?.cause ?? cause("not_looked"), seen);
}
