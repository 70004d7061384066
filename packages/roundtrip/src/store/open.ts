import { env } from "#config/variables.js";
import { singleton } from "#state/singleton.js";
import { LibsqlStore } from "#store/libsql/runs.js";
import { RedisStore } from "#store/redis/runs.js";
import type { RunStore } from "./runs.js";

export type { Decision, RunStore, RunSummary, StoredRun } from "./runs.js";
export { StoreDown } from "./runs.js";

const DAY_MS = 24 * 60 * 60_000;

/** This process's run store, by STORE_URL. Opens nothing yet: a store that is down shows when it is used. */
export const store = (): RunStore =>
  singleton("store", () => openStore(env().STORE_URL, env().RETENTION_DAYS * DAY_MS, env().appId));

/** Runs are kept in Redis, whose commands the SDK shows as spans. */
export const isRedis = (url: string): boolean => /^rediss?:/.test(url);

/**
 * @param url `redis://`, `rediss://`, `file:` or `libsql://`, the last with its token in `?authToken=`
 * @param app whose runs these are: apps share a Redis and see nothing of each other, and a database is one app's
 */
export function openStore(url: string, retentionMs: number, app?: string): RunStore {
  return isRedis(url) ? new RedisStore(url, retentionMs, app) : new LibsqlStore(url, app);
}

/** STORE_URL for people: kind and place, without credentials. */
export function storeLabel(url: string): string {
  if (url.startsWith("file:")) return `SQLite, ${url.slice("file:".length)}`;
  if (!URL.canParse(url)) return "unreadable STORE_URL";
  const { protocol, host } = new URL(url);
  return `${protocol.startsWith("redis") ? "Redis" : "libSQL"}, ${host}`;
}
