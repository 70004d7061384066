import { historyOf } from "#runs/read/history/all.js";
import type { RunStore } from "#store/open.js";
import { REDIS_MISSING, redisBinary } from "#store/testing/redis.js";
import { compared, type Figure, figure } from "../figure";
import { median, quantile } from "../statistics";
import { BEDS, ENVIRONMENT, type Filled, filled, NEWEST_RELEASE } from "./filled";

const FEW = 1_000;
const MANY = 100_000;
const GOAL = 1.2;
const WARM_UP = 20;
const ROUNDS = 60;
/** Each side comes first, in the middle and last as often as the others. */
const ASKED_A_ROUND = 6;
/** As a process prunes: so many every ten minutes; here one batch after the other. */
const PRUNED_AT_ONCE = 500;
const BATCHES = 20;
const LONGEST_WAIT_MS = 50;

const ALL = { check: null, environment: null, release: null, day: null };
const ASKED: readonly { what: string; ask: (store: RunStore, someId: string) => Promise<unknown> }[] = [
  { what: "status", ask: (store) => store.newest(NEWEST_RELEASE, ENVIRONMENT) },
  { what: "history", ask: (store) => historyOf(store, ALL) },
  {
    what: "history of a check and a release",
    ask: (store) =>
      historyOf(store, { check: "sentry", environment: ENVIRONMENT, release: NEWEST_RELEASE, day: null }),
  },
  { what: "a run's page", ask: (store, someId) => store.load(someId) },
];

/** What the number of runs in a store costs: its reads, its size, and forgetting the oldest. */
export async function store(): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const [name, bed] of Object.entries(BEDS)) {
    if (name === "Redis" && redisBinary() === null) {
      console.error(REDIS_MISSING);
      continue;
    }
    const beds: Filled[] = [];
    try {
      for (const runs of [FEW, MANY, FEW]) beds.push(await filled(bed, runs));
      const [few, many, alike] = beds;
      if (!few || !many || !alike) throw new Error("a store was not filled");
      figures.push(...(await reads(name, [few, many, alike])));
      figures.push(figure(`${name}: bytes a run, of ${MANY}`, "bytes", [many.bytes / MANY]));
      figures.push(...(await retention(name, many.store)));
    } finally {
      for (const one of beds) await one.close();
    }
  }
  return figures;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

/**
 * Stores asked in turn, so that what else the machine does falls on all alike. The third, with as few runs as the first,
 * tells what this machine cannot tell apart.
 */
async function reads(name: string, sides: readonly [few: Filled, many: Filled, alike: Filled]) {
  const figures: Figure[] = [];
  for (const { what, ask } of ASKED) {
    const once = ({ store, someId }: Filled) => timed(() => ask(store, someId));
    for (let i = 0; i < WARM_UP; i += 1) for (const side of sides) await once(side);
    const rounds: { few: number; many: number; alike: number }[] = [];
    for (let i = 0; i < ROUNDS; i += 1) {
      const samples: number[][] = sides.map(() => []);
      for (let n = 0; n < ASKED_A_ROUND * sides.length; n += 1) {
        const at = (n + Math.floor(n / sides.length)) % sides.length;
        const side = sides[at];
        if (side) samples[at]?.push(await once(side));
      }
      const [few = Number.NaN, many = Number.NaN, alike = Number.NaN] = samples.map(median);
      rounds.push({ few, many, alike });
    }
    figures.push(
      ...compared(
        `${name}: ${what}, ${MANY} runs / ${FEW}`,
        rounds.map((one) => one.many / one.few),
        rounds.map((one) => one.alike / one.few),
        GOAL,
      ),
      figure(
        `  with ${MANY}`,
        "ms",
        rounds.map((one) => one.many),
      ),
    );
  }
  return figures;
}

/** How long one who asks waits, while nothing else happens and while the oldest runs are forgotten. */
async function retention(name: string, store: RunStore): Promise<Figure[]> {
  const ask = () => timed(() => store.newest(NEWEST_RELEASE, ENVIRONMENT));
  let over = false;
  const alone: number[] = [];
  for (let i = 0; i < 1_000; i += 1) alone.push(await ask());
  const meanwhile: number[] = [];
  const asking = (async () => {
    while (!over) {
      meanwhile.push(await ask());
      await new Promise((next) => setImmediate(next));
    }
  })();
  let pruned = 0;
  const took = await timed(async () => {
    for (let batch = 0; batch < BATCHES; batch += 1)
      pruned += await store.prune(Date.now() - 1_000, PRUNED_AT_ONCE);
  });
  over = true;
  await asking;
  if (pruned !== BATCHES * PRUNED_AT_ONCE) throw new Error(`${pruned} runs were pruned`);
  return [
    figure(
      `${name}: the longest wait while ${pruned} runs are forgotten`,
      "ms",
      meanwhile,
      LONGEST_WAIT_MS,
      Math.max(...meanwhile),
    ),
    figure("  99 of 100 waits", "ms", meanwhile, null, quantile(meanwhile, 0.99)),
    figure("  the longest wait while nothing is forgotten", "ms", alone, null, Math.max(...alone)),
    figure("  forgetting a run", "ms", [took / pruned]),
  ];
}
