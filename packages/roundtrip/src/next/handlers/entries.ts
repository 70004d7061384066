import { hrefOf } from "#checks/mount/addresses.js";
import { healthOf } from "#runs/read/health.js";
import type { Cause, HealthEntry, RunAnswer, Verdict } from "#verdict/answer.js";

/** A run as one entry of a health answer. */
export const runEntry = (answer: RunAnswer): HealthEntry => ({
  componentType: "check",
  run: answer.id,
  status: healthOf(answer.verdict),
  verdict: answer.verdict,
  observedValue: answer.latencyMs,
  observedUnit: "ms",
  time: answer.decidedAt ?? answer.firedAt,
  output: answer.cause ? `${answer.cause.summary} ${answer.cause.remedy}` : "",
  cause: answer.cause,
  href: hrefOf(`/api/health/sentry/runs/${answer.id}`),
});

/** A run that is being fired: it may never be, and so has no address. */
export const pendingEntry = (output: string): HealthEntry => ({
  componentType: "check",
  run: null,
  status: healthOf("pending"),
  verdict: "pending",
  observedValue: null,
  observedUnit: "ms",
  time: null,
  output,
  cause: null,
  href: null,
});

/** Why there is no run. */
export const unfiredEntry = (verdict: Verdict, why: Cause): HealthEntry => ({
  componentType: "check",
  run: null,
  status: "fail",
  verdict,
  observedValue: null,
  observedUnit: "ms",
  time: new Date().toISOString(),
  output: `${why.summary} ${why.remedy}`,
  cause: why,
  href: null,
});
