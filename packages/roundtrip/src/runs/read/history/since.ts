import type { HistoryStore, Stretch } from "#store/history/counts.js";
import type { Run } from "#verdict/run.js";

/** Since when runs of a check have failed, or were not proven, without a pass between them. */
export interface Since {
  /** The firing of the first of them, milliseconds since the epoch. */
  at: number;
  /** False where it may have begun before the oldest run that is kept. */
  exact: boolean;
  /** There were others before the newest. */
  again: boolean;
  /** The first of them has the verdict and the cause of the newest; those between may have others. */
  alike: boolean;
}

/** @param bad each check's newest run, where it ended badly; asks nothing where there is none */
export async function sinceWhen(
  from: Pick<HistoryStore, "stretches">,
  environment: string,
  bad: readonly Run[],
): Promise<(run: Run) => Since | null> {
  if (bad.length === 0) return () => null;
  const checks = bad.map(({ check }) => check);
  const scope = { environments: [environment], release: null, since: 0 };
  const found = await from.stretches({ ...scope, checks, limit: checks.length });
  return (run) => sinceOf(run, found);
}

/** A run that no history counts, such as one of which its caller expected something, belongs to none. */
function sinceOf({ check, firedAt }: Run, found: readonly Stretch[]): Since | null {
  const own = found.find(
    (one) =>
      one.check === check && one.end === null && one.first.firedAt <= firedAt && firedAt <= one.last.firedAt,
  );
  if (!own) return null;
  const { first, last, preceded } = own;
  const alike = first.verdict === last.verdict && first.cause?.code === last.cause?.code;
  return { at: first.firedAt, exact: preceded, again: first.run !== last.run, alike };
}
