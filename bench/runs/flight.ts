import { stat } from "node:fs/promises";
import { Redis } from "ioredis";
import { appIdOf } from "#config/app/id.js";
import { openStore } from "#store/open.js";
import { REDIS_MISSING, redisBinary } from "#store/testing/redis.js";
import { RETENTION_MS } from "#store/testing/stores.js";
import { Fleet } from "@/e2e/fleet/fleet";
import { acknowledge } from "@/e2e/soak/acknowledge";
import { Caller, control } from "@/e2e/stack/client";
import { startSentry, startStack } from "@/local/stack";
import { buildComparison, comparisonEnv, startComparison } from "../comparison";
import { type Figure, figure } from "../figure";
import { COLLECTING, residentAfterCollecting, residentNow } from "../host/memory";
import { quantile } from "../statistics";

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
  const plain = await plainAtMost();
  const figures: Figure[] = [];
  for (const make of grounds) {
    const ground = await make();
    try {
      figures.push(...(await fly(ground, plain)));
    } finally {
      await ground.stop();
    }
  }
  return [...figures, figure(`a plain app that throws ${RUNS} errors: memory at most`, "MB", [plain])];
}

/** MB that Next.js and Sentry take by themselves of an app whose routes throw as often: the collector comes when it likes. */
async function plainAtMost(): Promise<number> {
  await buildComparison();
  const sentry = await startSentry({});
  const { url, running } = await startComparison("plain", {
    ...comparisonEnv(sentry.facts, ":memory:"),
    ...COLLECTING,
  });
  let peak = 0;
  try {
    for (let n = 0; n < RUNS; n += FIRED_AT_ONCE) {
      const ask = async () => (await fetch(`${url}/errors/uncaught`)).arrayBuffer();
      await Promise.all(Array.from({ length: FIRED_AT_ONCE }, ask));
      peak = Math.max(peak, await residentNow(running.child.pid ?? 0));
    }
  } finally {
    await running.stop();
    await sentry.running.stop();
  }
  return peak;
}

async function fly(
  { name, sentry, storeUrl, app, callers, pids, size }: Ground,
  plain: number,
): Promise<Figure[]> {
  const store = openStore(storeUrl, RETENTION_MS, app);
  const resident = async () => Math.max(...(await Promise.all(pids.map(residentNow))));
  const requests = async () => {
    const { reads } = await control<{ reads: Record<string, number> }>(sentry, "stats");
    return Object.values(reads).reduce((sum, one) => sum + one, 0);
  };
  const staying = async () => Math.max(...(await Promise.all(pids.map(residentAfterCollecting))));
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
    const ids: string[] = [];
    while (ids.length < RUNS) {
      const some = await Promise.all(
        Array.from({ length: FIRED_AT_ONCE }, (_, n) => {
          const caller = callers[n % callers.length];
          return caller ? acknowledge(caller, "sentry") : null;
        }),
      );
      ids.push(...some.filter((id) => id !== null));
    }
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
      figure("  memory of an instance before", "MB", [before.memory]),
      figure(
        "  what the runs in flight hold: memory / before",
        "ratio",
        [inFlight / before.memory],
        GOAL_MEMORY,
      ),
      figure("  memory at most, with what nobody holds any more", "MB", [peak]),
      figure("  that / a plain app's that throws as often", "ratio", [peak / plain]),
    ];
  } finally {
    over = true;
    await sampling;
    await store.close();
  }
}

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
