import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openStore, type RunStore } from "./open.js";
import { type Outbox, openOutbox } from "./outbox/open.js";
import { type LocalRedis, REDIS_MISSING, redisBinary, startRedis } from "./testing/redis.js";
import { RETENTION_MS, someRun } from "./testing/stores.js";

const missing = redisBinary() === null;
if (missing) console.warn(REDIS_MISSING);

describe.skipIf(missing)("two apps that keep their runs in one Redis", () => {
  let redis: LocalRedis;
  let stores: [RunStore, RunStore];
  let outboxes: [Outbox, Outbox];

  beforeAll(async () => {
    redis = await startRedis();
    const open = (app: string) => openStore(redis.url, RETENTION_MS, app);
    stores = [open("roundtrip-shop--production"), open("roundtrip-cart--production")];
    const alerts = (app: string) => openOutbox(redis.url, RETENTION_MS, app);
    outboxes = [alerts("roundtrip-shop--production"), alerts("roundtrip-cart--production")];
  });
  afterAll(async () => {
    await Promise.all([...(stores ?? []), ...(outboxes ?? [])].map((one) => one.close()));
    await redis?.remove();
  });

  test("find, follow and count none of the other's, whatever it is called", async () => {
    const [one, other] = stores;
    const run = { ...someRun({ firedAt: await one.now() }), nonce: "nonce-of-the-one" };
    expect(await one.create(run)).toBe(true);
    const decision = { verdict: "fail" as const, cause: null, latencyMs: 1 };
    await one.decide(run.id, { ...decision, decidedAt: run.firedAt, revisedAt: run.firedAt });
    const { release, environment } = run.running;
    const seen = async (store: RunStore) => [
      (await store.load(run.id))?.run.id ?? null,
      await store.open(10),
      (await store.newest(release, environment)).length,
      (await store.firedUnder(run.nonce)).length,
      await store.environments(),
      await store.claim(run.id, "me", 1_000),
    ];
    expect(await seen(one)).toEqual([run.id, [run.id], 1, 1, [environment], true]);
    expect(await seen(other)).toEqual([null, [], 0, 0, [], false]);
    expect(await one.take("lookups", 1, 1, 1)).toBe(0);
    expect(await other.take("lookups", 1, 1, 1)).toBe(0);
  });
});
