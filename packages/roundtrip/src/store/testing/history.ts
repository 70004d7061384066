import type { CheckDay, Scope, Stretch } from "#store/history/counts.js";
import type { Decision } from "#store/runs.js";
import { cause } from "#verdict/causes/catalogue.js";
import { type Counts, type DecidedVerdict, dayOf, isBad, NO_COUNTS } from "#verdict/history/days.js";
import { bucketOf } from "#verdict/history/latency.js";
import type { Run } from "#verdict/run.js";

/** A run with the verdict that it has in the end. */
export interface Decided {
  run: Run;
  decision: Decision;
}

export const decisionWith = (
  verdict: DecidedVerdict,
  revisedAt: number,
  latencyMs: number | null,
): Decision => ({
  verdict,
  cause: isBad(verdict) ? cause(verdict === "fail" ? "accepted_not_stored" : "not_looked") : null,
  decidedAt: revisedAt,
  revisedAt,
  latencyMs,
});

const within = ({ environment, release }: Scope, { run }: Decided) =>
  (environment === null || environment === run.running.environment) &&
  (release === null || release === run.running.release);

/** What the days of a scope must be, by going through all runs. */
export function expectedDays(all: readonly Decided[], scope: Scope, fromDay: number): CheckDay[] {
  const days = new Map<
    string,
    { day: number; check: string; counts: Counts; latency: Map<number, number> }
  >();
  for (const one of all) {
    const { run, decision } = one;
    const day = dayOf(run.firedAt);
    if (!within(scope, one) || day < fromDay) continue;
    const key = `${day} ${run.check}`;
    const entry = days.get(key) ?? { day, check: run.check, counts: NO_COUNTS, latency: new Map() };
    const verdict = decision.verdict as DecidedVerdict;
    entry.counts = { ...entry.counts, [verdict]: entry.counts[verdict] + 1 };
    if (decision.latencyMs !== null) {
      const bucket = bucketOf(decision.latencyMs);
      entry.latency.set(bucket, (entry.latency.get(bucket) ?? 0) + 1);
    }
    days.set(key, entry);
  }
  return [...days.values()];
}

/** What the stretches of one check in one environment must be, oldest first. */
export function expectedStretches(
  all: readonly Decided[],
  check: string,
  environment: string,
  release: string | null,
): Stretch[] {
  const order = (a: Decided, b: Decided) => a.run.firedAt - b.run.firedAt || (a.run.id < b.run.id ? -1 : 1);
  const series = all
    .filter((one) => one.run.check === check && within({ environment, release }, one))
    .toSorted(order);
  const found: Stretch[] = [];
  let open: Stretch | null = null;
  let preceded = false;
  for (const { run, decision } of series) {
    const at = { run: run.id, firedAt: run.firedAt };
    if (isBad(decision.verdict)) {
      const end = { ...at, verdict: decision.verdict, cause: decision.cause };
      if (open) open.last = end;
      else {
        open = { check, environment, first: end, last: end, preceded, end: null };
        found.push(open);
      }
    } else {
      if (open) open.end = at;
      open = null;
      preceded = true;
    }
  }
  return found;
}
