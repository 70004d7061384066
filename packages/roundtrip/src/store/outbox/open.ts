import { LibsqlOutbox } from "#store/libsql/outbox.js";
import { RedisOutbox } from "#store/redis/outbox.js";
import type { Outbox } from "./notices.js";

export type { Outbox, Waiting } from "./notices.js";

/** The outbox beside the runs. Opens nothing yet. @param url STORE_URL, as `openStore` takes it */
export function openOutbox(url: string, retentionMs: number, app?: string): Outbox {
  return /^rediss?:/.test(url) ? new RedisOutbox(url, retentionMs, app) : new LibsqlOutbox(url, app);
}
