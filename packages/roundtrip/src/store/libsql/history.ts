import type { InStatement, Row } from "@libsql/client";
import {
  MOST_LISTED,
  type Scope,
  type Stretch,
  type StretchEnd,
  type StretchQuery,
} from "#store/history/counts.js";
import { type Entry, latencyKey } from "#store/history/entries.js";
import type { Decision } from "#store/runs.js";
import { decisionOf } from "#store/text.js";
import { dayOf, isBad } from "#verdict/history/days.js";
import { bucketOf } from "#verdict/history/latency.js";

/** In `day_count` an empty environment or release stands for any: only a caller's own run has an empty one, and is not counted. */
const ANY = "";

export const HISTORY_SCHEMA = [
  `CREATE TABLE IF NOT EXISTS verdict (
     run TEXT PRIMARY KEY, check_name TEXT NOT NULL, environment TEXT NOT NULL, release TEXT NOT NULL,
     fired_at INTEGER NOT NULL, verdict TEXT NOT NULL, bad INTEGER NOT NULL, latency TEXT, revised_at INTEGER NOT NULL
   ) STRICT, WITHOUT ROWID`,
  "CREATE INDEX IF NOT EXISTS verdict_turn ON verdict (environment, check_name, bad, fired_at)",
  "CREATE INDEX IF NOT EXISTS verdict_release_turn ON verdict (environment, release, check_name, bad, fired_at)",
  `CREATE TABLE IF NOT EXISTS day_count (
     environment TEXT NOT NULL, release TEXT NOT NULL, day INTEGER NOT NULL, check_name TEXT NOT NULL,
     what TEXT NOT NULL, count INTEGER NOT NULL, PRIMARY KEY (environment, release, day, check_name, what)
   ) STRICT, WITHOUT ROWID`,
  "CREATE INDEX IF NOT EXISTS day_count_age ON day_count (day)",
];

/** Where a run counts: in its own environment and release, in either of any, and in any of both. */
const COUNTED = `
  SELECT CASE any_environment WHEN 1 THEN '${ANY}' ELSE environment END AS environment,
    CASE any_release WHEN 1 THEN '${ANY}' ELSE release END AS release,
    fired_at / 86400000 AS day, check_name, CASE of WHEN 'verdict' THEN verdict ELSE latency END AS what
  FROM verdict,
    (SELECT 0 AS any_environment UNION ALL SELECT 1), (SELECT 0 AS any_release UNION ALL SELECT 1),
    (SELECT 'verdict' AS of UNION ALL SELECT 'latency')
  WHERE run = :run AND (of = 'verdict' OR latency IS NOT NULL)`;

/** Counts a run in all its places, or takes it back out of them. */
const put = (runId: string, by: 1 | -1): InStatement => ({
  sql: `INSERT INTO day_count SELECT *, :by FROM (${COUNTED}) WHERE true
        ON CONFLICT DO UPDATE SET count = count + :by`,
  args: { run: runId, by },
});

/**
 * Takes a run out of the counts, notes its verdict unless a newer one is noted, and puts it back in. To be
 * executed as a whole; doing so twice, or with an older verdict, changes nothing.
 */
export function counting(runId: string, { verdict, latencyMs, revisedAt }: Decision): InStatement[] {
  const latency = latencyMs === null ? null : latencyKey(bucketOf(latencyMs));
  const noting = {
    sql: `INSERT INTO verdict (run, check_name, environment, release, fired_at, verdict, bad, latency, revised_at)
          SELECT id, check_name, environment, release, fired_at, :verdict, :bad, :latency, :revisedAt
          FROM run WHERE id = :run AND environment <> '${ANY}'
          ON CONFLICT (run) DO UPDATE SET verdict = excluded.verdict, bad = excluded.bad,
            latency = excluded.latency, revised_at = excluded.revised_at
          WHERE revised_at <= excluded.revised_at`,
    args: { run: runId, verdict, bad: isBad(verdict) ? 1 : 0, latency, revisedAt },
  };
  return [put(runId, -1), noting, put(runId, 1)];
}

/** A row for each day and check: with one for each count, most of the time would go into making rows. */
export const daysStatement = ({ environment, release }: Scope, fromDay: number): InStatement => ({
  sql: `SELECT day, check_name, json_group_object(what, count) AS counts FROM day_count
        WHERE environment = ? AND release = ? AND day >= ? GROUP BY day, check_name`,
  args: [environment ?? ANY, release ?? ANY, fromDay],
});

export const entriesOf = ({ day, check_name, counts }: Row): Entry[] =>
  Object.entries(JSON.parse(String(counts)) as Record<string, unknown>).map(([what, count]) => ({
    day: Number(day),
    check: String(check_name),
    what,
    count: Number(count),
  }));

/** Hops from one environment to the next, however many rows each has. */
export const ENVIRONMENTS = `
  WITH RECURSIVE found (name) AS (
    SELECT min(environment) FROM day_count WHERE environment > '${ANY}'
    UNION ALL
    SELECT (SELECT min(environment) FROM day_count WHERE environment > found.name) FROM found
    WHERE found.name IS NOT NULL
  )
  SELECT name FROM found WHERE name IS NOT NULL LIMIT ${MOST_LISTED}`;

/** The same for releases, which are then ordered by their last day. */
export const releasesStatement = (environment: string | null): InStatement => ({
  sql: `
    WITH RECURSIVE found (name) AS (
      SELECT min(release) FROM day_count WHERE environment = :environment AND release > '${ANY}'
      UNION ALL
      SELECT (SELECT min(release) FROM day_count WHERE environment = :environment AND release > found.name)
      FROM found WHERE found.name IS NOT NULL
    )
    SELECT name FROM found WHERE name IS NOT NULL
    ORDER BY (SELECT max(day) FROM day_count WHERE environment = :environment AND release = name) DESC, name DESC
    LIMIT ${MOST_LISTED}`,
  args: { environment: environment ?? ANY },
});

/** The nearest run of a series before or after a place in it. */
const nearest = (series: string, bad: 0 | 1, way: "before" | "after", place: string, columns = "run") => `
  (SELECT ${columns} FROM verdict WHERE ${series} AND bad = ${bad}
   AND (fired_at, run) ${way === "before" ? "<" : ">"} ${place}
   ORDER BY fired_at ${way === "before" ? "DESC, run DESC" : "ASC, run ASC"} LIMIT 1)`;

/** One statement a series. It hops over an index from stretch to stretch, however many runs each has. */
export function stretchStatements(query: StretchQuery): InStatement[] {
  const { checks, environments, release, since, limit } = query;
  const series = `environment = :environment AND check_name = :check${release === null ? "" : " AND release = :release"}`;
  const last = "(last.fired_at, last.run)";
  const passBefore = nearest(series, 0, "before", last, "fired_at, run");
  const sql = `
    WITH RECURSIVE last (n, run, fired_at) AS (
      SELECT * FROM (SELECT 1, run, fired_at FROM verdict WHERE ${series} AND bad = 1 AND fired_at >= :since
        ORDER BY fired_at DESC, run DESC LIMIT 1)
      UNION ALL
      SELECT n + 1, older.run, older.fired_at FROM last
      JOIN verdict AS older ON older.run = ${nearest(series, 1, "before", passBefore)}
      WHERE n < :limit AND older.fired_at >= :since
    ), pass AS (
      SELECT last.run AS last_run, last.fired_at AS last_at,
        ${nearest(series, 0, "before", last)} AS before, ${nearest(series, 0, "after", last)} AS after
      FROM last
    )
    SELECT :environment AS environment, :check AS check_name, before IS NOT NULL AS preceded,
      first.run AS first_run, first.fired_at AS first_at,
      (SELECT decision FROM run WHERE id = first.run) AS first_decision,
      last_run, last_at, (SELECT decision FROM run WHERE id = last_run) AS last_decision,
      after AS end_run, (SELECT fired_at FROM verdict WHERE run = after) AS end_at
    FROM pass LEFT JOIN verdict AS edge ON edge.run = pass.before
    JOIN verdict AS first ON first.run =
      ${nearest(series, 1, "after", "(coalesce(edge.fired_at, -1), coalesce(edge.run, ''))")}`;
  return checks.flatMap((check) =>
    environments.map((environment) => ({
      sql,
      args: { check, environment, since, limit, ...(release !== null && { release }) },
    })),
  );
}

/** Where a stretch stands among the others. */
export const placeOf = (row: Row) => ({ firedAt: Number(row.first_at), ended: row.end_run !== null });

const endOf = (run: unknown, firedAt: unknown, decision: unknown): StretchEnd => {
  const { verdict = null, cause = null } = decisionOf(decision) ?? {};
  return { run: String(run), firedAt: Number(firedAt), verdict, cause };
};

export const stretchOf = (row: Row): Stretch => ({
  check: String(row.check_name),
  environment: String(row.environment),
  first: endOf(row.first_run, row.first_at, row.first_decision),
  last: endOf(row.last_run, row.last_at, row.last_decision),
  preceded: Number(row.preceded) === 1,
  end: row.end_run === null ? null : { run: String(row.end_run), firedAt: Number(row.end_at) },
});

/** Forgets a bounded number of counts of days before this time. */
export const pruneCounts = (before: number, limit: number): InStatement => ({
  sql: `DELETE FROM day_count WHERE (environment, release, day, check_name, what) IN (
          SELECT environment, release, day, check_name, what FROM day_count WHERE day < ? LIMIT ?)`,
  args: [dayOf(before), limit],
});
