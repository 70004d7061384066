import type { Client, InStatement, Row } from "@libsql/client";
import { StoreClock } from "#store/clock.js";
import type { CheckDay, Scope, Stretch, StretchQuery } from "#store/history/counts.js";
import { checkDays, newest } from "#store/history/entries.js";
import type { Decision, FiredUnder, RunStore, RunSummary, StoredRun } from "#store/runs.js";
import { withTimeout } from "#store/timeout.js";
import { isCallersOwn } from "#verdict/callers-own.js";
import type { Evidence } from "#verdict/evidence/kinds.js";
import type { Run } from "#verdict/run.js";
import { CLOCK_SLACK_MS, takeFrom } from "./budget.js";
import { LIBSQL_ANSWERS_WITHIN_MS, LibsqlDatabase } from "./client.js";
import { isFile } from "./file.js";
import {
  counting,
  daysStatement,
  decisionsStatement,
  ENVIRONMENTS,
  entriesOf,
  HISTORY_SCHEMA,
  pruneCounts,
  releasesStatement,
  standingOf,
  stretchesOf,
  stretchStatements,
} from "./history.js";
import { PRUNED_AT_ONCE, pruneRuns, pruneStrays } from "./prune.js";
import {
  appendingWithin,
  deciding,
  FIRED_UNDER,
  NEWEST,
  NOWHERE,
  SCHEMA,
  submissionsKept,
} from "./statements.js";

/** SQLite writes while nothing else in the process runs: so many claims take a few milliseconds. */
const CLAIMED_AT_ONCE = 100;

/** Runs in SQLite: a file that several processes of one machine share, or a libSQL server. */
export class LibsqlStore implements RunStore {
  readonly #isFile: boolean;
  readonly #clock = new StoreClock(async () => {
    const client = await this.#database.client();
    const { rows } = await client.execute("SELECT (julianday('now') - 2440587.5) * 86400000.0 AS now");
    return Number(rows[0]?.now);
  });
  readonly #database: LibsqlDatabase;

  /**
   * @param url `file:path` or `libsql://host`, its token in `?authToken=`
   * @param app whose runs these are
   */
  constructor(url: string, app?: string) {
    this.#isFile = isFile(url);
    this.#database = new LibsqlDatabase(
      url,
      (client) => client.batch([...SCHEMA, ...HISTORY_SCHEMA], "write"),
      app,
    );
  }

  #run<T>(work: (client: Client) => Promise<T>): Promise<T> {
    return withTimeout(LIBSQL_ANSWERS_WITHIN_MS, async () => work(await this.#database.client()));
  }

  async #rows(statement: InStatement): Promise<Row[]> {
    return this.#run(async (client) => (await client.execute(statement)).rows);
  }

  /** A file's processes share one machine, so its clock is the store's. */
  async now(): Promise<number> {
    return this.#isFile ? Date.now() : withTimeout(LIBSQL_ANSWERS_WITHIN_MS, () => this.#clock.now());
  }

  async create(run: Run): Promise<boolean> {
    return this.#run(async (client) => {
      const { rowsAffected } = await client.execute({
        sql: `INSERT INTO run (id, check_name, fired_at, release, environment, body)
              VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
        args: [run.id, run.check, run.firedAt, ...listedUnder(run), JSON.stringify(run)],
      });
      return rowsAffected === 1;
    });
  }

  async firedUnder(nonce: string): Promise<FiredUnder[]> {
    const rows = await this.#rows({ sql: FIRED_UNDER, args: [nonce] });
    return rows.map(({ id, check_name: check }) => ({ check: String(check), run: String(id) }));
  }

  async append(evidence: readonly Evidence[]): Promise<void> {
    if (evidence.length === 0) return;
    await this.#run((client) =>
      client.batch(
        evidence.map((one) => ({
          sql: "INSERT INTO evidence (run, id, body) VALUES (?, ?, ?) ON CONFLICT (run, id) DO NOTHING",
          args: [one.run, one.id, JSON.stringify(one)],
        })),
        "write",
      ),
    );
  }

  async appendWithin(most: number, runId: string, evidence: readonly Evidence[]): Promise<boolean> {
    const statements = [submissionsKept(runId), appendingWithin(most, runId, evidence)];
    const [before] = await this.#run((client) => client.batch(statements, "write"));
    return Number(before?.rows[0]?.kept) <= most;
  }

  async load(runId: string): Promise<StoredRun | null> {
    const [runs, evidence] = await this.#run((client) =>
      client.batch(
        [
          { sql: "SELECT body, decision FROM run WHERE id = ?", args: [runId] },
          { sql: "SELECT body FROM evidence WHERE run = ?", args: [runId] },
        ],
        "read",
      ),
    );
    const { evidenceOf, summaryOf } = await import("#store/text.js");
    const summary = summaryOf(runs?.rows[0]?.body, runs?.rows[0]?.decision);
    return summary && { ...summary, evidence: evidenceOf((evidence?.rows ?? []).map((one) => one.body)) };
  }

  async decide(runId: string, decision: Decision): Promise<void> {
    await this.#run((client) =>
      client.batch([deciding(runId, decision), ...counting(runId, decision)], "write"),
    );
  }

  async open(limit: number): Promise<string[]> {
    const rows = await this.#rows({
      sql: "SELECT id FROM run WHERE settled = 0 ORDER BY fired_at LIMIT ?",
      args: [limit],
    });
    return rows.map((row) => String(row.id));
  }

  async settle(runId: string): Promise<void> {
    await this.#rows({ sql: "UPDATE run SET settled = 1 WHERE id = ?", args: [runId] });
  }

  async newest(release: string, environment: string): Promise<RunSummary[]> {
    const rows = await this.#rows({ sql: NEWEST, args: { release, environment } });
    const { readable, summaryOf } = await import("#store/text.js");
    return readable(rows.map((row) => () => summaryOf(row.body, row.decision)));
  }

  async days(scope: Scope, fromDay: number): Promise<CheckDay[]> {
    return checkDays((await this.#rows(daysStatement(scope, fromDay))).flatMap(entriesOf));
  }

  async stretches(query: StretchQuery): Promise<Stretch[]> {
    const statements = stretchStatements(query);
    if (statements.length === 0) return [];
    const found = await this.#run((client) => client.batch(statements, "read"));
    const rows = found.flatMap((one) => one.rows);
    const given = newest(rows, query.limit, standingOf);
    return stretchesOf(given, await this.#rows(decisionsStatement(given)));
  }

  async environments(): Promise<string[]> {
    return (await this.#rows(ENVIRONMENTS)).map(({ name }) => String(name));
  }

  async releases(environment: string | null): Promise<string[]> {
    return (await this.#rows(releasesStatement(environment))).map(({ name }) => String(name));
  }

  async claim(runId: string, owner: string, ttlMs: number): Promise<boolean> {
    return (await this.#claim([runId], owner, ttlMs)) === 1;
  }

  async renew(runIds: readonly string[], owner: string, ttlMs: number): Promise<void> {
    for (let from = 0; from < runIds.length; from += CLAIMED_AT_ONCE) {
      await this.#claim(runIds.slice(from, from + CLAIMED_AT_ONCE), owner, ttlMs);
      await new Promise((othersFirst) => setImmediate(othersFirst));
    }
  }

  /** @returns how many of them are the owner's */
  #claim(runIds: readonly string[], owner: string, ttlMs: number): Promise<number> {
    return this.#run(async (client) => {
      const now = await this.now();
      const { rowsAffected } = await client.execute({
        sql: `UPDATE run SET owner = :owner, owned_until = :until WHERE id IN (SELECT value FROM json_each(:ids))
              AND (owner = :owner OR owned_until < :now OR owned_until > :until + :slack)`,
        args: { owner, until: now + ttlMs, ids: JSON.stringify(runIds), now, slack: CLOCK_SLACK_MS },
      });
      return rowsAffected;
    });
  }

  async take(budget: string, count: number, perSecond: number, burst: number): Promise<number> {
    const cost = (count * 1000) / perSecond;
    return this.#run(async (client) =>
      takeFrom(client, budget, { now: await this.now(), cost, capacity: (burst * 1000) / perSecond }),
    );
  }

  async prune(before: number, limit: number): Promise<number> {
    let pruned = 0;
    while (pruned < limit) {
      const most = Math.min(PRUNED_AT_ONCE, limit - pruned);
      const some = await this.#run((client) => pruneRuns(client, before, most));
      pruned += some;
      if (some < PRUNED_AT_ONCE) break;
      await new Promise((othersFirst) => setImmediate(othersFirst));
    }
    if (pruned < limit) await this.#rows(pruneStrays(before, limit));
    await this.#rows(pruneCounts(before, limit));
    return pruned;
  }

  async ping(): Promise<void> {
    await this.#rows("SELECT 1");
  }

  async close(): Promise<void> {
    await this.#database.close();
  }
}

/** A caller's own run is found by its id alone: no app has an empty release or environment. */
const listedUnder = (run: Run): [release: string, environment: string] =>
  isCallersOwn(run) ? [NOWHERE, NOWHERE] : [run.running.release, run.running.environment];
