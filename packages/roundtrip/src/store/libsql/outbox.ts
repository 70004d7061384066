import { randomUUID } from "node:crypto";
import type { InStatement } from "@libsql/client";
import { jsonOf, type Kept, noticeIn, type Outbox, stateOf, type Waiting } from "#store/outbox/notices.js";
import { withTimeout } from "#store/timeout.js";
import type { Notice } from "#verdict/alerts/notice.js";
import { LIBSQL_ANSWERS_WITHIN_MS, LibsqlDatabase } from "./client.js";

const SCHEMA = [
  `CREATE TABLE IF NOT EXISTS alert (
     name TEXT PRIMARY KEY, version INTEGER NOT NULL, writer TEXT NOT NULL, body TEXT NOT NULL
   ) STRICT, WITHOUT ROWID`,
  `CREATE TABLE IF NOT EXISTS notice (
     id TEXT PRIMARY KEY, body TEXT NOT NULL, attempts INTEGER NOT NULL DEFAULT 0,
     due_at INTEGER NOT NULL DEFAULT 0, failure TEXT
   ) STRICT, WITHOUT ROWID`,
];

/** Writes nothing when the version is not the one that was read; 0 stands for no row. */
const CHANGE = `
  INSERT INTO alert (name, version, writer, body)
  SELECT :name, 1, :writer, :body WHERE :version = 0 OR EXISTS (SELECT 1 FROM alert WHERE name = :name)
  ON CONFLICT (name) DO UPDATE SET version = version + 1, writer = excluded.writer, body = excluded.body
  WHERE alert.version = :version`;
/** Only after one's own change. */
const TELL = `
  INSERT INTO notice (id, body)
  SELECT :id, :notice WHERE EXISTS (SELECT 1 FROM alert WHERE name = :name AND writer = :writer)`;

/** The outbox in SQLite, in the file or on the server that the runs are kept in. */
export class LibsqlOutbox implements Outbox {
  readonly #database: LibsqlDatabase;

  /** @param url as LibsqlStore takes it */
  constructor(url: string, app?: string) {
    this.#database = new LibsqlDatabase(url, (client) => client.batch(SCHEMA, "write"), app);
  }

  #execute(statement: InStatement) {
    return withTimeout(LIBSQL_ANSWERS_WITHIN_MS, async () =>
      (await this.#database.client()).execute(statement),
    );
  }

  async state(key: string): Promise<Kept | null> {
    const kept = await this.record(key);
    return kept && { version: kept.version, state: stateOf(kept.body) };
  }

  async record(key: string): Promise<{ version: number; body: unknown } | null> {
    const { rows } = await this.#execute({
      sql: "SELECT version, body FROM alert WHERE name = ?",
      args: [key],
    });
    const [row] = rows;
    return row ? { version: Number(row.version), body: jsonOf(row.body) } : null;
  }

  async change(key: string, version: number, state: object, notices: readonly Notice[]): Promise<boolean> {
    const own = { name: key, writer: randomUUID() };
    const statements: InStatement[] = [
      { sql: CHANGE, args: { ...own, version, body: JSON.stringify(state) } },
      ...notices.map((one) => ({ sql: TELL, args: { ...own, id: one.id, notice: JSON.stringify(one) } })),
    ];
    const [changed] = await withTimeout(LIBSQL_ANSWERS_WITHIN_MS, async () =>
      (await this.#database.client()).batch(statements, "write"),
    );
    return changed?.rowsAffected === 1;
  }

  async waiting(environment: string, limit: number): Promise<Waiting[]> {
    const { rows } = await this.#execute({
      sql: `SELECT body, attempts, due_at, failure FROM notice
        WHERE json_extract(body, '$.environment') = ? ORDER BY id LIMIT ?`,
      args: [environment, limit],
    });
    return rows.flatMap((row) => {
      const notice = noticeIn(row.body);
      const failure = row.failure === null ? null : String(row.failure);
      return notice ? { notice, attempts: Number(row.attempts), dueAt: Number(row.due_at), failure } : [];
    });
  }

  async take(id: string, attempts: number, dueAt: number): Promise<boolean> {
    const { rowsAffected } = await this.#execute({
      sql: "UPDATE notice SET attempts = attempts + 1, due_at = ? WHERE id = ? AND attempts = ?",
      args: [dueAt, id, attempts],
    });
    return rowsAffected === 1;
  }

  async postpone(id: string, attempts: number, dueAt: number, failure: string): Promise<void> {
    await this.#execute({
      sql: "UPDATE notice SET due_at = ?, failure = ? WHERE id = ? AND attempts = ?",
      args: [dueAt, failure, id, attempts],
    });
  }

  async remove(id: string): Promise<void> {
    await this.#execute({ sql: "DELETE FROM notice WHERE id = ?", args: [id] });
  }

  async close(): Promise<void> {
    await this.#database.close();
  }
}
