import type { Client } from "@libsql/client";

/** Processes that share a file share a clock; one that reads it late may be behind by this much. */
export const CLOCK_SLACK_MS = 60_000;

interface Take {
  now: number;
  /** Milliseconds in which the budget makes up for this take. */
  cost: number;
  /** Milliseconds in which an empty budget is whole again. */
  capacity: number;
}

/**
 * The generic cell rate algorithm: one number, the time at which the budget is whole again. One statement
 * and no transaction: libSQL's driver is synchronous, so an open transaction would block its own process.
 * @returns 0 when it was taken, else the milliseconds until it can be
 */
export async function takeFrom(
  client: Client,
  budget: string,
  { now, cost, capacity }: Take,
): Promise<number> {
  const latest = now + capacity;
  const { rowsAffected } = await client.execute({
    // A time that lies further ahead than any take can put it is from before the clock was set back.
    sql: `INSERT INTO budget (name, free_at) VALUES (:name, :now + :cost)
          ON CONFLICT (name) DO UPDATE
          SET free_at = CASE WHEN free_at > :latest + :slack THEN :now ELSE max(free_at, :now) END + :cost
          WHERE max(free_at, :now) + :cost <= :latest OR free_at > :latest + :slack`,
    args: { name: budget, now, cost, latest, slack: CLOCK_SLACK_MS },
  });
  if (rowsAffected === 1) return 0;
  const { rows } = await client.execute({ sql: "SELECT free_at FROM budget WHERE name = ?", args: [budget] });
  return Math.max(1, Math.ceil(Number(rows[0]?.free_at ?? now) + cost - latest));
}
