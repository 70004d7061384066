import type { Check } from "#checks/check.js";
import type { Cause, Expectation, Stage, Verdict } from "#verdict/answer.js";
import { forBackend } from "#verdict/causes/backends/words.js";
import { cause } from "#verdict/causes/catalogue.js";
import { type Evidence, ofKind } from "#verdict/evidence/kinds.js";
import { type Outcome, outcome } from "#verdict/evidence/outcome.js";
import type { Run } from "#verdict/run.js";
import { STAGE_RANK } from "#verdict/stage-rank.js";
import { stages } from "#verdict/stages.js";
import { judgeAbsent } from "./absent.js";
import { withOtherInit } from "./other-init.js";
import { judgeStored } from "./stored.js";
import { judgeTraced } from "./traced.js";
import { judgeUnreported } from "./unreported.js";

export interface Judgement {
  verdict: Verdict;
  cause: Cause | null;
  stages: Stage[];
  expectations: Expectation[];
  warnings: Cause[];
  /** Where a person can look at the stored event. */
  link: string | null;
  /** From the firing to the moment the outcome was readable. */
  latencyMs: number | null;
}

const JUDGES = {
  stored: judgeStored,
  absent: judgeAbsent,
  unreported: judgeUnreported,
  traced: judgeTraced,
} as const;

/** Which verdict of several events is the run's: a failure is final, anything open keeps it open. */
const WEIGHT: Readonly<Record<Verdict, number>> = { fail: 4, pending: 3, unknown: 2, warn: 1, pass: 0 };

/**
 * Facts and the present moment in, verdict out. Pure: no clock, no network, no order in the evidence.
 * @param now milliseconds since the epoch, on the store's clock
 */
export function judge(check: Check, run: Run, known: readonly Evidence[], now: number): Judgement {
  // Whoever hands over too much must not make one run speak for another.
  const evidence = known.filter((one) => one.run === run.id);
  const judged = check.parts.flatMap((spec) => {
    const part = run.parts.find((one) => one.role === spec.role);
    if (!part) return [];
    const given = { run, check, spec, part, evidence, now };
    return [withOtherInit(given, JUDGES[spec.expect](given))];
  });
  const whole = judged.length === check.parts.length;
  const outcomes = whole ? judged : [outcome("unknown", cause("check_changed"))];
  const gravest = outcomes.reduce(worse);
  // The pause may be told before the refusal that it follows from, which is the cause.
  const isUnderWay = (one: Outcome, index: number) =>
    one.verdict === "pending" && ofKind(evidence, "captured", check.parts[index]?.role).length > 0;
  const mayFollow = isConsequence(gravest) && outcomes.some(isUnderWay);
  const worst = mayFollow && now < run.deadline ? outcome("pending") : gravest;
  const decided = worst.verdict === "pass" || worst.verdict === "warn";
  const readableAt = outcomes.map((one) => one.at).filter((at) => at !== null);
  const main = outcomes[0] as Outcome;
  const found = ofKind(evidence, "found", check.parts[0].role)[0] ?? ofKind(evidence, "found")[0];
  return {
    verdict: worst.verdict,
    cause: worst.cause && forBackend(worst.cause, run.backend),
    stages: stages(run, check, evidence, main),
    expectations: outcomes.flatMap((one) => one.expectations),
    warnings: distinct(outcomes.flatMap((one) => one.warnings)).map((one) => forBackend(one, run.backend)),
    link: found?.event.link ?? null,
    latencyMs: decided && readableAt.length > 0 ? Math.max(...readableAt) - run.firedAt : null,
  };
}

/** What follows from a refusal that another event of the run met: the SDK's pause after Sentry asked for one. */
const isConsequence = ({ cause }: Outcome): boolean => cause?.code === "dropped_backoff";

/** The graver verdict; of two equally grave ones, the one whose cause lies at the earlier stage. */
function worse(a: Outcome, b: Outcome): Outcome {
  const weight = WEIGHT[b.verdict] - WEIGHT[a.verdict];
  if (weight !== 0) return weight > 0 ? b : a;
  if (!a.cause || !b.cause) return a.cause ? a : b.cause ? b : a;
  if (isConsequence(a) !== isConsequence(b)) return isConsequence(a) ? b : a;
  return STAGE_RANK[b.cause.stage] < STAGE_RANK[a.cause.stage] ? b : a;
}

const distinct = (causes: Cause[]): Cause[] =>
  causes.filter((one, index) => causes.findIndex((other) => other.code === one.code) === index);
