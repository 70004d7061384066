import type { Client, InStatement } from "@libsql/client";
import { PRUNE_STRAYS } from "./statements.js";

/** SQLite deletes while nothing else in the process runs: so many runs take about two milliseconds. */
export const PRUNED_AT_ONCE = 25;

const OLD = "SELECT id FROM run WHERE fired_at < ? ORDER BY fired_at LIMIT ?";

/** Deletes the oldest runs, with all that is kept of them. @returns how many */
export async function pruneRuns(client: Client, before: number, limit: number): Promise<number> {
  const [, , runs] = await client.batch(
    ["evidence WHERE run", "verdict WHERE run", "run WHERE id"].map((which) => ({
      sql: `DELETE FROM ${which} IN (${OLD})`,
      args: [before, limit],
    })),
    "write",
  );
  return runs?.rowsAffected ?? 0;
}

/** The smallest id that a run minted at this time could have. */
const mintedBefore = (time: number): string => Math.max(0, Math.floor(time)).toString(16).padStart(12, "0");

/** Deletes evidence whose run is gone. */
export const pruneStrays = (before: number, limit: number): InStatement => ({
  sql: PRUNE_STRAYS,
  args: [mintedBefore(before), limit],
});
