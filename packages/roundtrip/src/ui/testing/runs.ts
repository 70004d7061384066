import type { Cause, RunAnswer, StageName, Verdict } from "#verdict/answer.js";

export const cause = (stage: StageName, code = "some_cause"): Cause => ({
  code,
  stage,
  summary: "What happened.",
  remedy: "What to do.",
});

/** A run of `sentry` as the API shows it, without stages. */
export const someAnswer = (verdict: Verdict, why: Cause | null = null): RunAnswer => ({
  id: "019f0000000070008000000000000001",
  check: "sentry",
  nonce: null,
  verdict,
  cause: why,
  stages: [],
  expectations: [],
  warnings: [],
  links: { sentry: null },
  firedAt: "2026-01-01T00:00:00.000Z",
  deadline: "2026-01-01T00:05:00.000Z",
  decidedAt: null,
  revisedAt: null,
  latencyMs: null,
});
