import { findCheck } from "#checks/catalogue.js";
import { ANY_DECIDED, announceNews } from "#runs/record/evidence.js";
import { type Decision, type StoredRun, store } from "#store/open.js";
import { type Judgement, judge } from "#verdict/judge/run.js";
import { withBackend } from "./lookups.js";

/**
 * A run with the time before it was read: a verdict is as old as the evidence that it stands on. Null also for one of
 * a check that this app no longer has: nobody can say what it should have come to.
 */
export async function known(runId: string): Promise<{ stored: StoredRun; now: number } | null> {
  const now = await store().now();
  const stored = await store().load(runId);
  return stored && findCheck(stored.run.check) ? { stored, now } : null;
}

/** Judges, and keeps the verdict when it is new. */
export async function decide({ run, evidence, decision }: StoredRun, now: number): Promise<Judgement> {
  const check = findCheck(run.check);
  if (!check) throw new Error(`there is no check ${run.check}`);
  const judgement = judge(check, withBackend(run), evidence, now);
  if (judgement.verdict === "pending") return judgement;
  const same = decision?.verdict === judgement.verdict && decision.cause?.code === judgement.cause?.code;
  if (same) return judgement;
  const { verdict, cause, latencyMs } = judgement;
  const revised: Decision = {
    verdict,
    cause,
    latencyMs,
    decidedAt: decision?.decidedAt ?? now,
    revisedAt: now,
  };
  await store().decide(run.id, revised);
  for (const heard of [run.id, ANY_DECIDED]) announceNews(heard, true);
  return judgement;
}
