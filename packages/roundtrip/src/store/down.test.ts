import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createClient } from "@libsql/client";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { type LocalRedis, redisBinary, startRedis } from "#store/testing/redis.js";
import { RETENTION_MS, someEvidence, someRun } from "#store/testing/stores.js";
import { dayOf } from "#verdict/history/days.js";
import { openStore, type RunStore, StoreDown } from "./open.js";
import { withTimeout } from "./timeout.js";

/** Every way to use a store, but for `now`, which goes on from what it knows. */
const uses = (store: RunStore): Promise<unknown>[] => {
  const run = someRun();
  return [
    store.create(run),
    store.append([someEvidence(run.id)]),
    store.load(run.id),
    store.decide(run.id, { verdict: "pass", cause: null, decidedAt: 1, revisedAt: 1, latencyMs: 1 }),
    store.open(10),
    store.settle(run.id),
    store.newest("r", "e"),
    store.days({ environment: null, release: null }, dayOf(Date.now())),
    store.stretches({ checks: ["c"], environments: ["e"], release: null, since: 0, limit: 1 }),
    store.environments(),
    store.releases(null),
    store.claim(run.id, "o", 1_000),
    store.renew([run.id], "o", 1_000),
    store.take("b", 1, 1, 1),
    store.prune(Date.now(), 10),
    store.ping(),
  ];
};

async function expectDown(store: RunStore) {
  const answers = await Promise.allSettled(uses(store));
  const wrong = answers.filter((one) => one.status !== "rejected" || !StoreDown.is(one.reason));
  expect(wrong).toEqual([]);
}

const expectBack = (store: RunStore) => vi.waitFor(() => store.ping(), { timeout: 100_000, interval: 20 });

describe.skipIf(redisBinary() === null)("a Redis that goes away", () => {
  let redis: LocalRedis;
  let store: RunStore;
  beforeEach(async () => {
    redis = await startRedis();
    store = openStore(redis.url, RETENTION_MS);
  });
  afterEach(async () => {
    await store.close();
    await redis.remove();
  });

  test("every use says so, and all is there when it is back, with no new connection asked for", async () => {
    const run = someRun();
    await store.create(run);
    await redis.stop();
    await expectDown(store);
    await redis.start();
    await expectBack(store);
    expect((await store.load(run.id))?.run).toEqual(run);
    expect(await store.create(someRun())).toBe(true);
  });

  test("one that was never there is no different", async () => {
    await redis.stop();
    const early = openStore(redis.url, RETENTION_MS);
    await expectDown(early);
    await expect(early.now()).rejects.toBeInstanceOf(StoreDown);
    await redis.start();
    await expectBack(early);
    await early.close();
  });

  test("one that hangs without closing a connection is down, too", async () => {
    await store.ping();
    redis.pause();
    await expectDown(store);
    redis.resume();
    await expectBack(store);
  });

  test("the clock goes on while it is away", async () => {
    const before = await store.now();
    await redis.stop();
    expect(await store.now()).toBeGreaterThanOrEqual(before);
  });

  test("one that lost its memory knows our scripts again", async () => {
    await store.create(someRun());
    await redis.remove();
    redis = await startRedis({ port: Number(new URL(redis.url).port) });
    await expectBack(store);
    expect(await store.create(someRun())).toBe(true);
  });
});

test("a store that is down is recognised in whichever bundle it was made", async () => {
  vi.resetModules();
  const elsewhere = await import("./runs.js");
  expect(elsewhere.StoreDown).not.toBe(StoreDown);
  expect(StoreDown.is(new elsewhere.StoreDown(null))).toBe(true);
  expect(StoreDown.is(new Error("the run store cannot be reached"))).toBe(false);
});

describe("a file", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "roundtrip-down-"));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  test("that cannot be made says so at every use, and works as soon as it can", async () => {
    const inTheWay = join(folder, "data");
    await writeFile(inTheWay, "");
    const store = openStore(`file:${join(inTheWay, "runs.db")}`, RETENTION_MS);
    await expectDown(store);
    await rm(inTheWay);
    await mkdir(inTheWay);
    expect(await store.create(someRun())).toBe(true);
    await store.close();
  });

  test("that is no database says so", async () => {
    const path = join(folder, "runs.db");
    await writeFile(path, "no database".repeat(1_000));
    const store = openStore(`file:${path}`, RETENTION_MS);
    await expectDown(store);
    await store.close();
  });

  test("written by another version keeps what this one understands, and calls the rest no outage", async () => {
    const url = `file:${join(folder, "runs.db")}`;
    const store = openStore(url, RETENTION_MS);
    const [run, strange] = [someRun(), someRun({ via: "bearer" }, "sentry-extra")];
    await Promise.all([store.create(run), store.create(strange)]);
    const known = someEvidence(run.id);
    await store.append([known]);
    const client = createClient({ url });
    await client.execute({
      sql: "INSERT INTO evidence VALUES (?, 'x', '{\"kind\":\"teleported\"}')",
      args: [run.id],
    });
    await client.execute({ sql: "UPDATE run SET body = '{}' WHERE id = ?", args: [strange.id] });
    client.close();
    expect((await store.load(run.id))?.evidence).toEqual([known]);
    const reading = store.load(strange.id);
    await expect(reading).rejects.toThrow("another version");
    await expect(reading).rejects.not.toBeInstanceOf(StoreDown);
    const { release, environment } = run.running;
    expect((await store.newest(release, environment)).map((one) => one.run.id)).toEqual([run.id]);
    await store.close();
  });
});

/** As on a machine where others have the processor: nothing of this process runs. */
const noTurn = (ms: number) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
/** Until what was asked before has left this process. */
const sent = () => new Promise((next) => setImmediate(next));

describe("what is answered while this process has no turn", () => {
  const echo = spawn(process.execPath, ["-e", "process.stdin.pipe(process.stdout)"]);
  const said = async (text: string) => {
    echo.stdin.write(text);
    const [answer] = await once(echo.stdout, "data");
    return String(answer);
  };
  beforeAll(() => said("there?"));
  afterAll(() => void echo.kill());

  test("is no failure", async () => {
    const answer = withTimeout(50, () => said("well"));
    await sent();
    noTurn(1_000);
    expect(await answer).toBe("well");
  });

  test("is not waited for where it does not come", async () => {
    const never = withTimeout(50, () => new Promise(() => undefined));
    noTurn(200);
    await expect(never).rejects.toBeInstanceOf(StoreDown);
  });
});

describe.skipIf(redisBinary() === null)("Redis, while this process has no turn", () => {
  let redis: LocalRedis;
  let store: RunStore;
  beforeAll(async () => {
    redis = await startRedis();
    store = openStore(redis.url, RETENTION_MS);
  });
  afterAll(async () => {
    await store?.close();
    await redis?.remove();
  });

  test("is not down for that", async () => {
    const run = someRun();
    await store.create(run);
    const loading = store.load(run.id);
    await sent();
    noTurn(4_500);
    expect((await loading)?.run).toEqual(run);
  });
});
