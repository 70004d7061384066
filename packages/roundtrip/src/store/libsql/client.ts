import { chmodSync, closeSync, existsSync, mkdirSync, openSync } from "node:fs";
import { dirname } from "node:path";
import type { Client } from "@libsql/client";
import { isFile, pathOf } from "./file.js";
import { own } from "./owner.js";

/** Without it libSQL answers SQLITE_BUSY at once, and acknowledged writes of the other process are lost. */
const BUSY_TIMEOUT_MS = 5_000;

/** How long a caller waits: a libSQL server that says nothing is down; a file answers before its driver returns. */
export const LIBSQL_ANSWERS_WITHIN_MS = 10_000;

/** In the place of a path: no file at all. */
const IN_MEMORY = ":memory:";

/** No file of the project: a build would otherwise look for every file that it could be. */
function closeToOthers(path: string): void {
  if (existsSync(/* turbopackIgnore: true */ path)) chmodSync(/* turbopackIgnore: true */ path, 0o600);
}

/**
 * Runs hold what was read back of events: they are this user's alone. A folder that was there before may be somebody
 * else's too, and stays as it is. SQLite gives the files beside the database its own permissions.
 */
function makePrivate(path: string): void {
  const folder = dirname(path);
  if (!existsSync(folder)) mkdirSync(folder, { recursive: true, mode: 0o700 });
  try {
    // Never opened where it is there: closing it again would drop the locks of whatever this process has on it (POSIX),
    // and another process would take itself for the last one and remove the log that ours goes on writing to.
    if (!existsSync(path)) closeSync(openSync(path, "ax", 0o600));
    // What an older process left beside it keeps the permissions of then.
    for (const end of ["", "-wal", "-shm", "-journal"]) closeToOthers(path + end);
  } catch {
    // Not ours to change, or not to be written: opening it says so, in words of its own.
  }
}

/**
 * A connection to a file or to a libSQL server. The driver is loaded here and not before, and for a file without
 * what speaks to servers: memory that an app with another store, or with none in use, need not spend.
 *
 * @param url `file:path` or `libsql://host`, its token in `?authToken=`
 */
async function openLibsql(url: string): Promise<Client> {
  if (!isFile(url)) {
    const { createClient } = await import("@libsql/client");
    return createClient({ url, timeout: BUSY_TIMEOUT_MS });
  }
  const { createClient } = await import("@libsql/client/sqlite3");
  const path = pathOf(url) ?? "";
  if (path !== IN_MEMORY) makePrivate(path);
  // One connection: the driver is synchronous, so that more of them only wait for each other's locks (30 times
  // slower), and pragmas would reach one of them.
  const client = createClient({ url, timeout: BUSY_TIMEOUT_MS, concurrency: 1 });
  // Another process may be doing the same at this moment; then it is done.
  await client.execute("PRAGMA journal_mode = WAL").catch(() => undefined);
  return client;
}

/** A database that is opened, and prepared, when it is first used; after a failure the next use tries again. */
export class LibsqlDatabase {
  #opened: Promise<Client> | null = null;

  /**
   * @param prepare makes the tables, where they are not there
   * @param app whose runs are kept there; without it nobody is asked whose they are
   */
  constructor(
    private readonly url: string,
    private readonly prepare: (client: Client) => Promise<unknown>,
    private readonly app?: string,
  ) {}

  client(): Promise<Client> {
    this.#opened ??= this.#open().catch((error: unknown) => {
      this.#opened = null;
      throw error;
    });
    return this.#opened;
  }

  /** The client where one is open, or being opened; null where nobody has used it. */
  get opened(): Promise<Client> | null {
    return this.#opened;
  }

  async close(): Promise<void> {
    await this.#opened?.then(
      (client) => client.close(),
      () => undefined,
    );
  }

  async #open(): Promise<Client> {
    const client = await openLibsql(this.url);
    try {
      if (this.app) await own(client, this.app);
      await this.prepare(client);
    } catch (error) {
      client.close();
      throw error;
    }
    return client;
  }
}
