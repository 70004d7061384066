import { stat } from "node:fs/promises";
import { Redis } from "ioredis";
import { appIdOf } from "#config/app/id.js";
import { openStore, type RunStore } from "#store/open.js";
import { REDIS_MISSING, redisBinary } from "#store/testing/redis.js";
import { RETENTION_MS } from "#store/testing/stores.js";
import { Fleet } from "@/e2e/fleet/fleet";
import { acknowledge } from "@/e2e/soak/acknowledge";
import { Caller, control } from "@/e2e/stack/client";
import { startStack } from "@/local/stack";
import { type Figure, figure } from "../figure";
import { COLLECTING, residentAfterCollecting, residentNow } from "../host/memory";
import { quantile } from "../statistics";
import { IDLE_MS, type Plain, plainErrors, WARMING } from "./plain-errors";

const RUNS = 1_000;
const FIRED_AT_ONCE = 20;
const LOOKUPS_PER_SECOND = 5;
/** `turns` may send so many at once after a pause; a minute may hold them on top. */
const BURST = 5;
const WINDOW_MS = 60_000;
const SAMPLE_MS = 500;
const GOAL_MEMORY = 1.3;
const LIMITS = {
  ...COLLECTING,
  FIRE_LIMIT_PER_MINUTE: "10000",
  FIRE_LIMIT_PER_HOUR: "100000",
  LOOKUPS_PER_SECOND: String(LOOKUPS_PER_SECOND),
};

interface Ground {
  name: string;
  sentry: string;
  storeUrl: string;
  app?: string;
  callers: readonly Caller[];
  pids: readonly number[];
  /** Bytes that the store takes. */
  size(): Promise<number>;
  stop(): Promise<void>;
}

async function alone(): Promise<Ground> {
  const stack = await startStack({ env: LIMITS });
  const storeUrl = stack.env.STORE_URL ?? "";
  const path = storeUrl.slice("file:".length);
  const bytesOf = (file: string) =>
    stat(file).then(
      (one) => one.size,
      () => 0,
    );
  return {
    name: "one instance, libSQL",
    sentry: stack.sentry.url,
    storeUrl,
    callers: [new Caller(stack.url, stack.token)],
    pids: [stack.app.child.pid ?? 0],
    size: async () => (await bytesOf(path)) + (await bytesOf(`${path}-wal`)),
    stop: () => stack.stop(),
  };
}

async function three(): Promise<Ground> {
  const fleet = await Fleet.start(3, LIMITS);
  const client = new Redis(fleet.redis.url);
  return {
    name: "three instances, Redis",
    sentry: fleet.sentry.url,
    storeUrl: fleet.redis.url,
    app: appIdOf(fleet.env),
    callers: [0, 1, 2].map((index) => fleet.caller(index)),
    pids: fleet.pids(),
    size: async () => Number(/^used_memory:(\d+)/m.exec(await client.info("memory"))?.[1]),
    async stop() {
      client.disconnect();
      await fleet.stop();
    },
  };
}

/** So many runs under way at once: what asking Sentry about them costs, and how long it takes. */
export async function flight(): Promise<Figure[]> {
  const grounds = redisBinary() === null ? [alone] : [alone, three];
  if (grounds.length === 1) console.error(REDIS_MISSING);
  const plain = await plainErrors(RUNS, FIRED_AT_ONCE);
  const figures: Figure[] = [];
  for (const make of grounds) {
    const ground = await make();
    try {
      figures.push(...(await fly(ground, plain)));
    } finally {
      await ground.stop();
    }
  }
  return [...figures, ...plainFigures(plain)];
}

async function fly(
  { name, sentry, storeUrl, app, callers, pids, size }: Ground,
  plain: Plain,
): Promise<Figure[]> {
  const store = openStore(storeUrl, RETENTION_MS, app);
  const resident = async () => Math.max(...(await Promise.all(pids.map(residentNow))));
  const requests = async () => {
    const { reads } = await control<{ reads: Record<string, number> }>(sentry, "stats");
    return Object.values(reads).reduce((sum, one) => sum + one, 0);
  };
  const staying = async () => Math.max(...(await Promise.all(pids.map(residentAfterCollecting))));
  const fireAll = (count: number) => firing(callers, count);
  const started = await staying();
  await warmedUp(store, fireAll);
  const before = { bytes: await size(), memory: await staying() };
  const samples: { at: number; requests: number }[] = [];
  let peak = 0;
  let over = false;
  const sampling = (async () => {
    while (!over) {
      samples.push({ at: performance.now(), requests: await requests() });
      peak = Math.max(peak, await resident());
      await new Promise((next) => setTimeout(next, SAMPLE_MS));
    }
  })();
  try {
    const began = await store.now();
    const ids = await fireAll(RUNS);
    const firedS = ((await store.now()) - began) / 1000;
    const inFlight = await staying();
    // Read in the store: asking the app would make it look.
    const verdicts = new Map<string, number>();
    const took: number[] = [];
    let open = ids;
    while (open.length > 0) {
      const still: string[] = [];
      for (const id of open) {
        const decision = (await store.load(id))?.decision;
        if (!decision) still.push(id);
        else {
          verdicts.set(decision.verdict, (verdicts.get(decision.verdict) ?? 0) + 1);
          took.push((decision.decidedAt - began) / 1000);
        }
      }
      open = still;
      await new Promise((next) => setTimeout(next, SAMPLE_MS));
    }
    console.error(
      `${name}: ${JSON.stringify(Object.fromEntries(verdicts))}, fired in ${firedS.toFixed(1)} s`,
    );
    const budget = (LOOKUPS_PER_SECOND * WINDOW_MS) / 1000 + BURST;
    const total = (samples.at(-1)?.requests ?? 0) - (samples[0]?.requests ?? 0);
    return [
      figure(`${name}: look-ups in the busiest minute / budget`, "ratio", [busiest(samples) / budget], 1),
      figure(`${name}: ${RUNS} runs at once, until all are decided`, "s", took, null, Math.max(...took)),
      figure("  until half are", "s", took, null, quantile(took, 0.5)),
      figure("  requests a run", "ratio", [total / RUNS]),
      figure("  store a run", "bytes", [((await size()) - before.bytes) / RUNS]),
      figure("  memory of an instance that has started", "MB", [started]),
      figure(`  memory of one that is idle after ${WARMING} runs`, "MB", [before.memory]),
      figure("  memory with the runs in flight", "MB", [inFlight]),
      figure("  that / one that has started", "ratio", [inFlight / started], GOAL_MEMORY),
      figure("  that / one that is idle", "ratio", [inFlight / before.memory], GOAL_MEMORY),
      figure("  memory at most, with what nobody holds any more", "MB", [peak]),
      figure("  that / a plain app's that throws as often", "ratio", [peak / plain.peak]),
    ];
  } finally {
    over = true;
    await sampling;
    await store.close();
  }
}

/** Fires so many, in turn at all callers. @returns the runs that were acknowledged */
async function firing(callers: readonly Caller[], count: number): Promise<string[]> {
  const ids: string[] = [];
  while (ids.length < count) {
    const some = await Promise.all(
      Array.from({ length: FIRED_AT_ONCE }, (_, n) => {
        const caller = callers[n % callers.length];
        return caller ? acknowledge(caller, "sentry") : null;
      }),
    );
    ids.push(...some.filter((id) => id !== null));
  }
  return ids;
}

/** What comes with the first runs, whatever their number, is there; none is followed any more, and the process is idle. */
async function warmedUp(store: RunStore, fireAll: (count: number) => Promise<string[]>): Promise<void> {
  await fireAll(WARMING);
  while ((await store.open(1)).length > 0) await new Promise((next) => setTimeout(next, SAMPLE_MS));
  await new Promise((idle) => setTimeout(idle, IDLE_MS));
}

/** What no app without Roundtrip is spared: a process that has served takes more than one that has started. */
const plainFigures = ({ started, idle, after, peak }: Plain): Figure[] => [
  figure("a plain app that has started: memory", "MB", [started]),
  figure(`  that is idle after ${WARMING} errors`, "MB", [idle]),
  figure(`  after ${RUNS} errors, as many at once`, "MB", [after]),
  figure("  that / one that has started", "ratio", [after / started]),
  figure("  that / one that is idle", "ratio", [after / idle]),
  figure("  memory at most", "MB", [peak]),
];

/** The most requests between two samples that are no further apart than a minute. */
function busiest(samples: readonly { at: number; requests: number }[]): number {
  let most = 0;
  let start = 0;
  for (const one of samples) {
    while (one.at - (samples[start]?.at ?? one.at) > WINDOW_MS) start += 1;
    most = Math.max(most, one.requests - (samples[start]?.requests ?? one.requests));
  }
  return most;
}
