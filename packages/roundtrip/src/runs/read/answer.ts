import { findCheck } from "#checks/catalogue.js";
import { redactAll } from "#log/redact.js";
import { remedyPage, withBackend } from "#runs/follow/lookups.js";
import type { StoredRun } from "#store/open.js";
import type { RunAnswer } from "#verdict/answer.js";
import { isCallersOwn } from "#verdict/callers-own.js";
import { judge } from "#verdict/judge/run.js";
import { finalAt } from "#verdict/run.js";

const iso = (ms: number) => new Date(ms).toISOString();

/**
 * A run as the API shows it.
 * @param now milliseconds since the epoch, on the store's clock
 */
export function runAnswer({ run, evidence, decision }: StoredRun, now: number): RunAnswer {
  const check = findCheck(run.check);
  if (!check) throw new Error(`there is no check ${run.check}`);
  // An old run keeps its verdict, whatever a later version of the check makes of its evidence.
  const kept = decision && now > finalAt(run) ? decision : null;
  const judgement = {
    ...judge(check, withBackend(run), evidence, now),
    ...(kept && { verdict: kept.verdict, cause: kept.cause, latencyMs: kept.latencyMs }),
  };
  const decided = judgement.verdict !== "pending";
  // What Sentry and Inngest said is quoted here, and they may have quoted what they were sent.
  return redactAll({
    id: run.id,
    check: run.check,
    nonce: run.nonce ?? null,
    verdict: judgement.verdict,
    cause: judgement.cause,
    stages: judgement.stages,
    expectations: judgement.expectations,
    warnings: judgement.warnings,
    links: {
      sentry: judgement.link,
      remedy: (judgement.cause && remedyPage(judgement.cause.code)?.href) ?? null,
    },
    firedAt: iso(run.firedAt),
    deadline: iso(run.deadline),
    decidedAt: decided ? iso(decision?.decidedAt ?? now) : null,
    revisedAt: decided ? iso(decision?.changedAt ?? decision?.decidedAt ?? now) : null,
    latencyMs: judgement.latencyMs,
    ...(isCallersOwn(run) && {
      callerExpects: {
        release: run.expected.release ?? run.running.release,
        environment: run.expected.environment ?? run.running.environment,
      },
    }),
  });
}
