import type { Client, InArgs } from "@libsql/client";
import {
  type RateLimiterAbstract,
  RateLimiterMemory,
  RateLimiterRedis,
  RateLimiterSQLite,
} from "rate-limiter-flexible";
import { env } from "#config/variables.js";
import { singleton } from "#state/singleton.js";
import { LibsqlDatabase } from "#store/libsql/client.js";
import { isFile } from "#store/libsql/file.js";
import { openRedis, REDIS_ANSWERS_WITHIN_MS } from "#store/redis/client.js";

/** `points` in every `duration` seconds, counted under `keyPrefix:<key>`. */
export interface Limit {
  keyPrefix: string;
  points: number;
  duration: number;
}

export interface LimitStore {
  /** Opens nothing: a store that is down shows when something is counted. */
  limiter(limit: Limit): RateLimiterAbstract;
  /** Who has not counted by then is down. */
  answersWithinMs: number;
  close(): void;
}

const TABLE = "rate_limit";
/** A count is of no use once its time is over; nothing hangs on when it goes. */
const TIDY_EVERY_MS = 5 * 60_000;

async function prepare(client: Client, url: string): Promise<void> {
  // With a WAL this is safe for the file; what a power cut may take back are a few counts.
  if (isFile(url)) await client.execute("PRAGMA synchronous = NORMAL");
  await client.execute(
    `CREATE TABLE IF NOT EXISTS ${TABLE} (key TEXT PRIMARY KEY, points INTEGER NOT NULL DEFAULT 0, expire INTEGER)`,
  );
}

type Callback = (this: { changes: number }, error: unknown, row?: unknown) => void;

/**
 * libSQL in the shape of the sqlite3 package, which is what RateLimiterSQLite speaks. Its upsert is one statement
 * and atomic by itself, so its savepoints, which would land on any pooled connection, are left out.
 */
function sqlite3Like(open: () => Promise<Client>) {
  const get = (sql: string, args: InArgs, done: Callback): void => {
    open()
      .then((client) => client.execute({ sql, args }))
      .then(
        (result) => done.call({ changes: result.rowsAffected }, null, result.rows[0]),
        (error: unknown) => done.call({ changes: 0 }, error),
      );
  };
  const run = (sql: string, ...rest: [Callback] | [InArgs, Callback]): void => {
    const [args, done]: [InArgs, Callback] = rest.length === 1 ? [[], rest[0]] : rest;
    if (sql.includes("SAVEPOINT")) done.call({ changes: 0 }, null);
    else get(sql, args, done);
  };
  return { serialize: (work: () => void) => work(), run, get };
}

function libsqlStore(url: string): LimitStore {
  const database = new LibsqlDatabase(url, (client) => prepare(client, url));
  const storeClient = sqlite3Like(() => database.client());
  // The limiter's own tidying would end the process where the store is down at that moment.
  const tidy = setInterval(() => {
    const sql = `DELETE FROM ${TABLE} WHERE expire < ?`;
    database.opened?.then((client) => client.execute({ sql, args: [Date.now()] })).catch(() => undefined);
  }, TIDY_EVERY_MS);
  tidy.unref();
  return {
    limiter: (limit) =>
      new RateLimiterSQLite({
        ...limit,
        storeClient,
        storeType: "sqlite3",
        tableName: TABLE,
        tableCreated: true,
        clearExpiredByTimeout: false,
      }),
    // Firings of one moment wait for each other.
    answersWithinMs: 20_000,
    close: () => {
      clearInterval(tidy);
      void database.close();
    },
  };
}

async function redisStore(url: string, app?: string): Promise<LimitStore> {
  const storeClient = await openRedis(url, app);
  return {
    limiter: (limit) => new RateLimiterRedis({ ...limit, storeClient }),
    answersWithinMs: REDIS_ANSWERS_WITHIN_MS,
    close: () => storeClient.disconnect(),
  };
}

const memoryStore: LimitStore = {
  limiter: (limit) => new RateLimiterMemory(limit),
  answersWithinMs: 4_000,
  close: () => {},
};

/** The one place that chooses: Redis and libSQL count exactly across processes, memory in this one alone. */
export async function limitStore(url: string, app?: string): Promise<LimitStore> {
  if (/^rediss?:/.test(url)) return redisStore(url, app);
  if (/^(?:file:)?:memory:/.test(url)) return memoryStore;
  return libsqlStore(url);
}

/** The store of this process's own counts, one for all of them. */
export const sharedLimitStore = (): Promise<LimitStore> =>
  singleton("limit-store", () => {
    const { STORE_URL, appId } = env();
    return limitStore(STORE_URL, appId);
  });
