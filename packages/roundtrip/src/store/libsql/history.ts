import type { InStatement, Row } from "@libsql/client";
import {
  MOST_LISTED,
  type Scope,
  type Stretch,
  type StretchEnd,
  type StretchQuery,
} from "#store/history/counts.js";
import { type Entry, latencyKey } from "#store/history/entries.js";
import { placeAt, runAt } from "#store/history/place.js";
import type { Decision } from "#store/runs.js";
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

/** As `placeAt` writes it, of what the index holds: a run's own row, on a page of its own, need not be read. */
const PLACE = "printf('%015d:%s', fired_at, run)";

/** After every place. */
const LATEST = placeAt(999_999_999_999_999);

/** The nearest run of a series before or after a place in it. */
const nearest = (series: string, bad: string, way: "before" | "after", place: string) => `
  (SELECT ${PLACE} FROM verdict WHERE ${series} AND bad = ${bad}
   AND (fired_at, run) ${way === "before" ? "<" : ">"} (CAST(substr(${place}, 1, 15) AS INTEGER), substr(${place}, 17))
   ORDER BY ${way === "before" ? "fired_at DESC, run DESC" : "fired_at ASC, run ASC"} LIMIT 1)`;

/**
 * One statement a series. It hops over an index, however many runs the series has: from the newest failed run to the
 * nearest pass before it, from there to the nearest failed run, and so on.
 */
export function stretchStatements(query: StretchQuery): InStatement[] {
  const { checks, environments, release, since, until, limit } = query;
  const series = `environment = :environment AND check_name = :check${release === null ? "" : " AND release = :release"}`;
  // The newest failed run before the first pass after it all is the last one of a stretch, which may have begun too late.
  const newest =
    until === undefined
      ? `(SELECT ${PLACE} FROM verdict WHERE ${series} AND bad = 1 AND fired_at >= :since
        ORDER BY fired_at DESC, run DESC LIMIT 1)`
      : nearest(series, "1", "before", `coalesce(${nearest(series, "0", "after", ":until")}, '${LATEST}')`);
  const [isHopped, isLast, isGiven] =
    until === undefined
      ? ["failed = 0 OR place >= :oldest", "place >= :oldest", ""]
      : [
          "failed = 1 OR place >= :oldest",
          "place IS NOT NULL",
          "WHERE first < :until AND (after IS NULL OR after >= :oldest)",
        ];
  const sql = `
    WITH RECURSIVE hop (n, failed, place) AS (
      SELECT 1, 1, ${newest}
      UNION ALL
      SELECT n + 1, 1 - failed, ${nearest(series, "1 - failed", "before", "place")} FROM hop
      WHERE n < 2 * :limit AND place IS NOT NULL AND (${isHopped})
    ), last AS (
      SELECT failed, place, lead(place) OVER (ORDER BY n) AS before FROM hop
    ), stretch AS MATERIALIZED (
      SELECT place AS last, before, ${nearest(series, "1", "after", "coalesce(before, '')")} AS first,
        ${nearest(series, "0", "after", "place")} AS after
      FROM last WHERE failed = 1 AND ${isLast}
    )
    SELECT :environment AS environment, :check AS check_name, first, last, before, after FROM stretch ${isGiven}`;
  return checks.flatMap((check) =>
    environments.map((environment) => ({
      sql,
      args: {
        check,
        environment,
        // The newest one may be left out.
        ...(until === undefined ? { since, limit } : { until: placeAt(until), limit: limit + 1 }),
        oldest: placeAt(since),
        ...(release !== null && { release }),
      },
    })),
  );
}

/** Where a stretch stands among the others. */
export const standingOf = ({ first, after }: Row) => ({
  firedAt: runAt(String(first)).firedAt,
  ended: after !== null,
});

/** Of those stretches that are given and no others: each is on pages of its own, and reading it costs more than finding it. */
export const decisionsStatement = (stretches: readonly Row[]): InStatement => ({
  sql: "SELECT id, decision FROM run WHERE id IN (SELECT value FROM json_each(?))",
  args: [
    JSON.stringify(stretches.flatMap(({ first, last }) => [first, last].map((at) => runAt(String(at)).run))),
  ],
});

/** @param decided what `decisionsStatement` has found */
export async function stretchesOf(stretches: readonly Row[], decided: readonly Row[]): Promise<Stretch[]> {
  const { decisionOf } = await import("#store/text.js");
  const decisions = new Map(decided.map(({ id, decision }) => [String(id), decision]));
  const endOf = (place: unknown): StretchEnd => {
    const at = runAt(String(place));
    const { verdict = null, cause = null } = decisionOf(decisions.get(at.run)) ?? {};
    return { ...at, verdict, cause };
  };
  return stretches.map(({ check_name, environment, first, last, before, after }) => ({
    check: String(check_name),
    environment: String(environment),
    first: endOf(first),
    last: endOf(last),
    preceded: before !== null,
    end: after === null ? null : runAt(String(after)),
  }));
}

/** Forgets a bounded number of counts of days before this time. */
export const pruneCounts = (before: number, limit: number): InStatement => ({
  sql: `DELETE FROM day_count WHERE (environment, release, day, check_name, what) IN (
          SELECT environment, release, day, check_name, what FROM day_count WHERE day < ? LIMIT ?)`,
  args: [dayOf(before), limit],
});
