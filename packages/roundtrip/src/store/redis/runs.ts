import { randomUUID } from "node:crypto";
import { StoreClock } from "#store/clock.js";
import type { CheckDay, Scope, Stretch, StretchQuery } from "#store/history/counts.js";
import type { Decision, FiredUnder, RunStore, RunSummary, StoredRun } from "#store/runs.js";
import { withTimeout } from "#store/timeout.js";
import { isCallersOwn } from "#verdict/callers-own.js";
import type { Evidence } from "#verdict/evidence/kinds.js";
import type { Run } from "#verdict/run.js";
import { openRedis, REDIS_ANSWERS_WITHIN_MS, type RedisClient } from "./client.js";
import * as history from "./history.js";
import { defineHistoryScripts } from "./history-scripts.js";
import { defineScripts } from "./scripts.js";

/** Commands of one connection are answered in their order: who asks meanwhile waits for as many at most. */
const PRUNED_AT_ONCE = 25;

// A run's keys share the slot of its id, the lists share one of their own: no command crosses slots.
const OPEN = "{roundtrip}:open";
const AGE = "{roundtrip}:age";
const newestKey = ({ release, environment }: Run["running"]) =>
  `{roundtrip}:newest:${JSON.stringify([release, environment])}`;
const decidedKey = ({ release, environment }: Run["running"]) =>
  `{roundtrip}:decided:${JSON.stringify([release, environment])}`;
const runKey = (id: string) => `roundtrip:{${id}}:run`;
const nonceKey = (nonce: string) => `roundtrip:{nonce:${nonce}}`;
const evidenceKey = (id: string) => `roundtrip:{${id}}:evidence`;

/** Runs in Redis, alone or a cluster: for instances that share nothing else. Everything in it expires. */
export class RedisStore implements RunStore {
  readonly #clock = new StoreClock(async () => {
    const [seconds, micros] = await (await this.#open()).time();
    return Number(seconds) * 1000 + Number(micros) / 1000;
  });
  #opened: Promise<RedisClient> | null = null;

  /**
   * @param url `redis://` or `rediss://`, with `?cluster=1` for a cluster
   * @param retentionMs how long a run is kept
   * @param app under which Inngest knows it
   */
  constructor(
    private readonly url: string,
    private readonly retentionMs: number,
    private readonly app = "",
  ) {}

  /** Connects with the first command. */
  #open(): Promise<RedisClient> {
    this.#opened ??= openRedis(this.url, this.app).then((client) => {
      defineScripts(client);
      defineHistoryScripts(client);
      return client;
    });
    return this.#opened;
  }

  #run<T>(work: (client: RedisClient) => Promise<T>): Promise<T> {
    return withTimeout(REDIS_ANSWERS_WITHIN_MS, async () => work(await this.#open()));
  }

  now(): Promise<number> {
    return withTimeout(REDIS_ANSWERS_WITHIN_MS, () => this.#clock.now());
  }

  async create(run: Run): Promise<boolean> {
    const { id, check, firedAt, running, nonce } = run;
    return this.#run(async (client) => {
      if (nonce && (await client.claimNonce(nonceKey(nonce), check, id, this.retentionMs)) !== 1)
        return false;
      const made = await client.createRun(runKey(id), JSON.stringify(run), randomUUID(), this.retentionMs);
      if (made !== 1) return false;
      // Only after the run itself, so that no list ever names one that was never kept.
      await Promise.all([
        client.listRun(OPEN, AGE, id, firedAt),
        isCallersOwn(run) || client.becomeNewest(newestKey(running), id, check, firedAt, this.retentionMs),
      ]);
      return true;
    });
  }

  /** A nonce is claimed before its run is kept: what counts is what the run says. */
  async firedUnder(nonce: string): Promise<FiredUnder[]> {
    const { readable, summaryOf } = await import("#store/text.js");
    return this.#run(async (client) => {
      const claimed = Object.values(await client.hgetall(nonceKey(nonce)));
      const bodies = await Promise.all(claimed.map((id) => client.hget(runKey(id), "body")));
      return readable(bodies.map((body) => () => summaryOf(body, null)))
        .filter(({ run }) => run.nonce === nonce)
        .map(({ run }) => ({ check: run.check, run: run.id }));
    });
  }

  /** One script a run, all sent at once: one round trip. */
  async append(evidence: readonly Evidence[]): Promise<void> {
    const byRun = new Map<string, string[]>();
    for (const one of evidence) {
      const fields = byRun.get(one.run) ?? [];
      fields.push(one.id, JSON.stringify(one));
      byRun.set(one.run, fields);
    }
    await this.#run((client) =>
      Promise.all(
        [...byRun].map(([run, fields]) =>
          client.appendEvidence(evidenceKey(run), this.retentionMs, ...fields),
        ),
      ),
    );
  }

  async appendWithin(most: number, runId: string, evidence: readonly Evidence[]): Promise<boolean> {
    const fields = evidence.flatMap((one) => [one.id, JSON.stringify(one)]);
    const appended = await this.#run((client) =>
      client.appendWithin(evidenceKey(runId), most, this.retentionMs, ...fields),
    );
    return appended === 1;
  }

  async load(runId: string): Promise<StoredRun | null> {
    const [fields, evidence] = await this.#run((client) =>
      Promise.all([client.hmget(runKey(runId), ...SUMMARY), client.hvals(evidenceKey(runId))]),
    );
    const parsing = await import("#store/text.js");
    const summary = summaryFrom(parsing, fields);
    return summary && { ...summary, evidence: parsing.evidenceOf(evidence) };
  }

  async decide(runId: string, decision: Decision): Promise<void> {
    const { decidedAt, revisedAt } = decision;
    const { summaryOf } = await import("#store/text.js");
    await this.#run(async (client) => {
      const run = summaryOf(await client.hget(runKey(runId), "body"), null)?.run;
      if (!run) return;
      // Before it is decided: whoever is interrupted here decides again, and counting twice changes nothing.
      const counts = !isCallersOwn(run);
      if (counts) await history.count(client, run, decision, this.retentionMs);
      const text = JSON.stringify(decision);
      const decided = await client.decideRun(runKey(runId), text, decidedAt, revisedAt);
      if (!decided || !counts) return;
      const { id, check, firedAt, running } = run;
      await client.becomeNewest(decidedKey(running), id, check, firedAt, this.retentionMs);
    });
  }

  open(limit: number): Promise<string[]> {
    return this.#run((client) => client.zrange(OPEN, 0, String(limit - 1)));
  }

  async settle(runId: string): Promise<void> {
    await this.#run((client) => client.zrem(OPEN, runId));
  }

  async newest(release: string, environment: string): Promise<RunSummary[]> {
    const found = await this.#run(async (client) => {
      const running = { release, environment };
      const entries = await Promise.all([
        client.hvals(newestKey(running)),
        client.hvals(decidedKey(running)),
      ]);
      const ids = new Set(entries.flat().map((entry) => entry.slice(entry.indexOf(":") + 1)));
      return Promise.all([...ids].map((id) => client.hmget(runKey(id), ...SUMMARY)));
    });
    const parsing = await import("#store/text.js");
    return parsing.readable(found.map((fields) => () => summaryFrom(parsing, fields)));
  }

  async days(scope: Scope, fromDay: number): Promise<CheckDay[]> {
    const now = await this.now();
    return this.#run((client) => history.days(client, scope, fromDay, now));
  }

  stretches(query: StretchQuery): Promise<Stretch[]> {
    return this.#run((client) =>
      history.stretches(client, query, (run) => client.hget(runKey(run), "decision")),
    );
  }

  environments(): Promise<string[]> {
    return this.#run((client) => history.environments(client));
  }

  releases(environment: string | null): Promise<string[]> {
    return this.#run((client) => history.releases(client, environment));
  }

  async claim(runId: string, owner: string, ttlMs: number): Promise<boolean> {
    return (await this.#run((client) => client.claimRun(runKey(runId), owner, ttlMs))) === 1;
  }

  async renew(runIds: readonly string[], owner: string, ttlMs: number): Promise<void> {
    await this.#run((client) => Promise.all(runIds.map((id) => client.claimRun(runKey(id), owner, ttlMs))));
  }

  take(budget: string, count: number, perSecond: number, burst: number): Promise<number> {
    const [cost, tolerance] = [(count * 1000) / perSecond, (burst * 1000) / perSecond];
    return this.#run((client) => client.takeBudget(`roundtrip:{budget:${budget}}`, cost, tolerance));
  }

  /** The runs expire by themselves; this tidies the lists, and frees memory in the background (UNLINK). */
  async prune(before: number, limit: number): Promise<number> {
    const old = await this.#run((client) =>
      client.zrangebyscore(AGE, "-inf", `(${before}`, "LIMIT", 0, limit),
    );
    for (let from = 0; from < old.length; from += PRUNED_AT_ONCE)
      await this.#forget(old.slice(from, from + PRUNED_AT_ONCE));
    return old.length;
  }

  #forget(ids: readonly string[]): Promise<unknown> {
    return this.#run(async (client) => {
      await Promise.all(ids.map((id) => client.unlink(runKey(id), evidenceKey(id))));
      await Promise.all([client.zrem(OPEN, ...ids), client.zrem(AGE, ...ids)]);
    });
  }

  async ping(): Promise<void> {
    await this.#run((client) => client.ping());
  }

  async close(): Promise<void> {
    (await this.#opened)?.disconnect();
  }
}

/** The fields of a run that `summaryFrom` reads. */
const SUMMARY = ["body", "decision", "decidedAt", "changedAt"] as const;

function summaryFrom(
  { summaryOf }: typeof import("#store/text.js"),
  [body, decision, decidedAt, changedAt]: readonly unknown[],
): RunSummary | null {
  const summary = summaryOf(body, decision);
  if (summary?.decision) {
    summary.decision.decidedAt = Number(decidedAt);
    if (changedAt != null) summary.decision.changedAt = Number(changedAt);
  }
  return summary;
}
