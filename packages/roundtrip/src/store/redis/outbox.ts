import type { ClientContext, Result } from "ioredis";
import { jsonOf, type Kept, noticeIn, type Outbox, stateOf, type Waiting } from "#store/outbox/notices.js";
import { withTimeout } from "#store/timeout.js";
import type { Notice } from "#verdict/alerts/notice.js";
import { openRedis, REDIS_ANSWERS_WITHIN_MS, type RedisClient } from "./client.js";

// One slot for all of it: an alert changes rarely, and its notice must be written with it.
const STATES = "{roundtrip:alerts}:states";
const NOTICES = "{roundtrip:alerts}:notices";
const TRIES = "{roundtrip:alerts}:tries";

/**
 * A state, if its version is the one that was read, and the notices with it. A state stands there as `version|json`.
 * KEYS states notices · ARGV key version state ttl, then a notice's id and the notice, as often as there are any
 */
const CHANGE = `
local kept = redis.call('HGET', KEYS[1], ARGV[1])
local version = kept and tonumber(string.match(kept, '^%d+')) or 0
if version ~= tonumber(ARGV[2]) then return 0 end
redis.call('HSET', KEYS[1], ARGV[1], string.format('%d|', version + 1) .. ARGV[3])
redis.call('PEXPIRE', KEYS[1], ARGV[4])
for n = 5, #ARGV, 2 do
  redis.call('HSET', KEYS[2], ARGV[n], ARGV[n + 1])
  redis.call('PEXPIRE', KEYS[2], ARGV[4])
end
return 1`;

/**
 * The next try of a notice, which stands there as `attempts|dueAt|failure`; nothing when others have tried since.
 * KEYS notices tries · ARGV id, attempts before, attempts after, dueAt, failure (empty: as it was), ttl
 */
const TRY = `
if redis.call('HEXISTS', KEYS[1], ARGV[1]) == 0 then return 0 end
local tried = redis.call('HGET', KEYS[2], ARGV[1]) or '0|0|'
local attempts, failure = string.match(tried, '^(%d+)|%d+|(.*)$')
if tonumber(attempts) ~= tonumber(ARGV[2]) then return 0 end
if ARGV[5] ~= '' then failure = ARGV[5] end
redis.call('HSET', KEYS[2], ARGV[1], ARGV[3] .. '|' .. ARGV[4] .. '|' .. failure)
redis.call('PEXPIRE', KEYS[2], ARGV[6])
return 1`;

declare module "ioredis" {
  interface RedisCommander<Context extends ClientContext = { type: "default" }> {
    changeAlert(
      states: string,
      notices: string,
      key: string,
      version: number,
      state: string,
      ttlMs: number,
      ...idsAndNotices: string[]
    ): Result<number, Context>;
    tryNotice(
      notices: string,
      tries: string,
      id: string,
      before: number,
      after: number,
      dueAt: number,
      failure: string,
      ttlMs: number,
    ): Result<number, Context>;
  }
}

/** The outbox in Redis, alone or a cluster. Everything in it expires when nobody writes to it any more. */
export class RedisOutbox implements Outbox {
  #opened: Promise<RedisClient> | null = null;

  /**
   * @param url as RedisStore takes it
   * @param retentionMs how long a state is kept that does not change
   */
  constructor(
    private readonly url: string,
    private readonly retentionMs: number,
    private readonly app = "",
  ) {}

  #open(): Promise<RedisClient> {
    this.#opened ??= openRedis(this.url, this.app).then((client) => {
      client.defineCommand("changeAlert", { numberOfKeys: 2, lua: CHANGE });
      client.defineCommand("tryNotice", { numberOfKeys: 2, lua: TRY });
      return client;
    });
    return this.#opened;
  }

  #run<T>(work: (client: RedisClient) => Promise<T>): Promise<T> {
    return withTimeout(REDIS_ANSWERS_WITHIN_MS, async () => work(await this.#open()));
  }

  async state(key: string): Promise<Kept | null> {
    const kept = await this.record(key);
    return kept && { version: kept.version, state: stateOf(kept.body) };
  }

  async record(key: string): Promise<{ version: number; body: unknown } | null> {
    const [, version, text] =
      /^(\d+)\|(.*)$/s.exec((await this.#run((client) => client.hget(STATES, key))) ?? "") ?? [];
    return version === undefined ? null : { version: Number(version), body: jsonOf(text) };
  }

  async change(key: string, version: number, state: object, notices: readonly Notice[]): Promise<boolean> {
    const told = notices.flatMap((one) => [one.id, JSON.stringify(one)]);
    const text = JSON.stringify(state);
    const changed = await this.#run((client) =>
      client.changeAlert(STATES, NOTICES, key, version, text, this.retentionMs, ...told),
    );
    return changed === 1;
  }

  async waiting(environment: string, limit: number): Promise<Waiting[]> {
    const [notices, tries] = await this.#run((client) =>
      Promise.all([client.hgetall(NOTICES), client.hgetall(TRIES)]),
    );
    const oldest = Object.entries(notices).sort(([a], [b]) => (a < b ? -1 : 1));
    const waiting = oldest.flatMap(([id, body]) => {
      const notice = noticeIn(body);
      const [attempts = "0", dueAt = "0", ...failure] = (tries[id] ?? "").split("|");
      const why = failure.join("|");
      return notice?.environment === environment
        ? { notice, attempts: Number(attempts), dueAt: Number(dueAt), failure: why === "" ? null : why }
        : [];
    });
    return waiting.slice(0, limit);
  }

  async take(id: string, attempts: number, dueAt: number): Promise<boolean> {
    return (await this.#try(id, attempts, attempts + 1, dueAt, "")) === 1;
  }

  async postpone(id: string, attempts: number, dueAt: number, failure: string): Promise<void> {
    await this.#try(id, attempts, attempts, dueAt, failure);
  }

  #try(id: string, before: number, after: number, dueAt: number, failure: string): Promise<number> {
    return this.#run((client) =>
      client.tryNotice(NOTICES, TRIES, id, before, after, Math.round(dueAt), failure, this.retentionMs),
    );
  }

  async remove(id: string): Promise<void> {
    await this.#run((client) => Promise.all([client.hdel(NOTICES, id), client.hdel(TRIES, id)]));
  }

  async close(): Promise<void> {
    const client = await this.#opened?.catch(() => null);
    client?.disconnect();
  }
}
