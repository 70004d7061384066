import type { InStatement } from "@libsql/client";
import type { Decision } from "#store/runs.js";
import type { Evidence } from "#verdict/evidence/kinds.js";

/** Release and environment of runs that no list names. */
export const NOWHERE = "";

export const SCHEMA = [
  `CREATE TABLE IF NOT EXISTS run (
     id TEXT PRIMARY KEY, check_name TEXT NOT NULL, fired_at INTEGER NOT NULL,
     release TEXT NOT NULL, environment TEXT NOT NULL, body TEXT NOT NULL,
     decision TEXT, settled INTEGER NOT NULL DEFAULT 0, owner TEXT, owned_until INTEGER NOT NULL DEFAULT 0
   ) STRICT, WITHOUT ROWID`,
  "CREATE INDEX IF NOT EXISTS run_open ON run (settled, fired_at)",
  "CREATE INDEX IF NOT EXISTS run_newest ON run (release, environment, check_name, fired_at)",
  `CREATE INDEX IF NOT EXISTS run_decided ON run (release, environment, check_name, fired_at)
     WHERE decision IS NOT NULL`,
  "CREATE INDEX IF NOT EXISTS run_age ON run (fired_at)",
  `CREATE UNIQUE INDEX IF NOT EXISTS run_nonce ON run (json_extract(body, '$.nonce'), check_name)
     WHERE json_extract(body, '$.nonce') IS NOT NULL`,
  `CREATE TABLE IF NOT EXISTS evidence (
     run TEXT NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (run, id)
   ) STRICT, WITHOUT ROWID`,
  "CREATE TABLE IF NOT EXISTS budget (name TEXT PRIMARY KEY, free_at REAL NOT NULL) STRICT, WITHOUT ROWID",
];

const SUBMISSIONS_KEPT = `SELECT count(*) AS kept FROM evidence
  WHERE run = :run AND (id GLOB 'edge:*' OR id GLOB 'browser:*')`;

export const submissionsKept = (run: string): InStatement => ({ sql: SUBMISSIONS_KEPT, args: { run } });

/** One statement: of two that come at once, the second counts what the first has kept. */
export const appendingWithin = (most: number, run: string, evidence: readonly Evidence[]): InStatement => ({
  sql: `INSERT INTO evidence (run, id, body)
        SELECT :run, json_extract(value, '$.id'), value FROM json_each(:bodies)
        WHERE (${SUBMISSIONS_KEPT}) <= :most
        ON CONFLICT (run, id) DO NOTHING`,
  args: { run, bodies: JSON.stringify(evidence.map((one) => JSON.stringify(one))), most },
});

/** The first `decidedAt` stays; `changedAt` is there once verdict or cause is not the one before. */
export const deciding = (runId: string, decision: Decision): InStatement => ({
  sql: `UPDATE run SET decision = json_patch(:decision, json_object(
          'decidedAt', coalesce(json_extract(decision, '$.decidedAt'), :decidedAt),
          'changedAt', CASE
            WHEN decision IS NULL THEN NULL
            WHEN json_extract(decision, '$.verdict') = :verdict AND json_extract(decision, '$.cause.code') IS :code
            THEN json_extract(decision, '$.changedAt')
            ELSE :revisedAt END))
        WHERE id = :run AND coalesce(json_extract(decision, '$.revisedAt'), 0) <= :revisedAt`,
  args: {
    run: runId,
    decision: JSON.stringify(decision),
    verdict: decision.verdict,
    code: decision.cause?.code ?? null,
    decidedAt: decision.decidedAt,
    revisedAt: decision.revisedAt,
  },
});
/** The second condition is what the index asks for. */
export const FIRED_UNDER = `
  SELECT id, check_name FROM run
  WHERE json_extract(body, '$.nonce') = ? AND json_extract(body, '$.nonce') IS NOT NULL`;

/** The last of one check in the order of firing. */
const lastOf = (condition: string) => `(
    SELECT id FROM run
    WHERE release = :release AND environment = :environment AND check_name = found.name ${condition}
    ORDER BY fired_at DESC, id DESC LIMIT 1)`;

/**
 * The newest run of each check, and its newest decided one; `IN` names a run once that is both. It hops over
 * the index from check to check, however many runs there are.
 */
export const NEWEST = `
  WITH RECURSIVE found (name) AS (
    SELECT min(check_name) FROM run WHERE release = :release AND environment = :environment
    UNION ALL
    SELECT (SELECT min(check_name) FROM run
            WHERE release = :release AND environment = :environment AND check_name > found.name)
    FROM found WHERE found.name IS NOT NULL
  )
  SELECT run.body, run.decision FROM found JOIN run ON run.id IN (${lastOf("")}, ${lastOf("AND decision IS NOT NULL")})
  ORDER BY run.check_name, run.fired_at DESC, run.id DESC`;

/** Evidence that came for a run after it was forgotten. Ids of runs begin with the time of their minting. */
export const PRUNE_STRAYS = `
  DELETE FROM evidence WHERE run IN (
    SELECT DISTINCT run FROM evidence WHERE run < ? AND NOT EXISTS (SELECT 1 FROM run WHERE run.id = evidence.run)
    LIMIT ?)`;
