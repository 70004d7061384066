import type { Outbox } from "./outbox";
import { LibsqlOutbox } from "./outbox-libsql";
import { RedisOutbox } from "./outbox-redis";

export type { Outbox, Waiting } from "./outbox";

/** The outbox beside the runs. Opens nothing yet. @param url STORE_URL, as `openStore` takes it */
export function openOutbox(url: string, retentionMs: number): Outbox {
  return /^rediss?:/.test(url) ? new RedisOutbox(url, retentionMs) : new LibsqlOutbox(url);
}
