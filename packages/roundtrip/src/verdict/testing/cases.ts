import type { Verdict } from "#verdict/answer.js";
import type { CauseCode } from "#verdict/causes/catalogue.js";
import type { Evidence, EvidenceKind } from "#verdict/evidence/kinds.js";
import type { StoredEvent } from "#verdict/evidence/stored-event.js";
import type { Run } from "#verdict/run.js";
import { checkNamed, DEADLINE, DECIDED, eventOf, fact, healthy, later, runOf } from "./runs.js";

/** One situation of a run, and what the judge must say of it. */
export interface Case {
  title: string;
  check: string;
  run: Partial<Run>;
  evidence: (run: Run) => Evidence[];
  now: number;
  verdict: Verdict;
  cause: CauseCode | null;
  warnings: CauseCode[];
}

/** Says `verdict, cause` of the evidence; judged when the last look is over unless told otherwise. */
export function situation(
  title: string,
  evidence: (run: Run) => Evidence[],
  verdict: Verdict,
  cause: CauseCode | null,
  more: Partial<Case> = {},
): Case {
  const warnings = verdict === "warn" && cause ? [cause] : [];
  return { title, check: "sentry", run: {}, evidence, now: DECIDED, verdict, cause, warnings, ...more };
}

export const task = { check: "sentry-inngest" };
/** The witness's account up to the SDK, and up to Sentry's 200. */
export const taken = (run: Run) => [fact(run, "raised"), fact(run, "captured")];
export const accepted = (run: Run) => [...taken(run), fact(run, "accepted")];
/** The look at the deadline without which nobody may say that Sentry does not have it. */
export const missed = (run: Run, role = "main") => fact(run, "missing", { role, at: DEADLINE });
export const read = (run: Run, change: Partial<StoredEvent> = {}, role = "main") =>
  fact(run, "found", { role, event: eventOf(run, role, change) });
export const counted = (run: Run, count: number | null = 1) => fact(run, "counted", { count });
/** The SDK of the firing process, but for `change`. */
export const sdk = (change: Partial<Run["sdk"]>): Partial<Run> => ({
  sdk: { ...runOf(checkNamed("sentry")).sdk, ...change },
});

/** An ignored error: shorter, since every one of its situations names its check. */
export const ignored = (
  title: string,
  evidence: (run: Run) => Evidence[],
  verdict: Verdict,
  cause: CauseCode | null,
  more: Partial<Case> = {},
): Case =>
  situation(`ignored error: ${title}`, evidence, verdict, cause, {
    check: "sentry-inngest-ignored",
    ...more,
  });
/** A healthy run's evidence, without these kinds about these events. */
export function without(run: Run, ...gone: [EvidenceKind, string?][]): Evidence[] {
  return healthy(run).filter(
    (one) => !gone.some(([kind, role = "main"]) => one.kind === kind && one.role === role),
  );
}
export const healthyAnd = (change: (run: Run) => Evidence[]) => (run: Run) => [
  ...healthy(run),
  ...change(run),
];
/** Two seconds after the firing: a healthy app's run is over by then. */
export const soon = { now: later(2_000) };
