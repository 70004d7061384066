import type { Evidence } from "#verdict/evidence/kinds.js";

/** Facts that nobody fetched: a handful a run, and the oldest go first. */
const MAX_KEPT = 500;
const KEPT = Symbol.for("roundtrip.edge-evidence");
/** Instrumentation and routes are bundled apart; within one sandbox the global object is what they share. */
const shared = globalThis as typeof globalThis & { [KEPT]?: Evidence[] };

/** Keeps a fact in this sandbox: the edge has no store, and cannot write while an event is processed. */
export function keepEdgeEvidence(evidence: Evidence): void {
  const kept = shared[KEPT] ?? [];
  kept.push(evidence);
  shared[KEPT] = kept.slice(-MAX_KEPT);
}

/** Takes what was seen of a run, once. */
export function takeEdgeEvidence(runId: string): Evidence[] {
  const kept = shared[KEPT] ?? [];
  shared[KEPT] = kept.filter((one) => one.run !== runId);
  return kept.filter((one) => one.run === runId);
}
