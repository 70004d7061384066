import { singleton } from "#state/singleton.js";
import type { Evidence } from "#verdict/evidence/kinds.js";

/** Facts that nobody has fetched: a handful a run, and the oldest go first. */
export const MAX_KEPT = 500;

interface Witnessed {
  waiting: Evidence[];
  record: ((evidence: Evidence) => void) | null;
}
const witnessed = () => singleton<Witnessed>("witnessed", () => ({ waiting: [], record: null }));

/**
 * Keeps what the SDK's integration saw. It is started before anything that has a store, and in the edge runtime there is
 * never one: until somebody takes it, a fact waits here.
 */
export function noteWitnessed(evidence: Evidence): void {
  const kept = witnessed();
  if (kept.record) {
    kept.record(evidence);
    return;
  }
  kept.waiting.push(evidence);
  kept.waiting.splice(0, Math.max(0, kept.waiting.length - MAX_KEPT));
}

/** Hands on what waits, and from now on each fact as it comes. */
export function recordWitnessed(record: (evidence: Evidence) => void): void {
  const kept = witnessed();
  kept.record = record;
  for (const one of kept.waiting.splice(0)) record(one);
}

/** Takes what was seen of a run, once. */
export function takeWitnessed(runId: string): Evidence[] {
  const kept = witnessed();
  const own = kept.waiting.filter((one) => one.run === runId);
  kept.waiting = kept.waiting.filter((one) => one.run !== runId);
  return own;
}
