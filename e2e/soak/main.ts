import { parseOptions } from "#cli/options.js";
import { REDIS_MISSING, redisBinary } from "#store/testing/redis.js";
import { build } from "@/local/build";
import { leave } from "@/local/leave";
import { fleetRuns } from "./fleet";
import { kills } from "./kills";
import { rounds } from "./rounds";
import { starts } from "./starts";
import { stores } from "./stores";
import type { Tally } from "./tally";

const USAGE = `usage: npm run test:soak -- [--rounds N] [--runs N] [--kills N] [--stores N] [--requests N] [--starts N] [--seed N]
  --rounds    rounds of all checks on a healthy system (50); 0 leaves them out
  --runs      runs on three instances over Redis, one killed every few seconds (300)
  --kills     SIGKILLs at random points of a run on libSQL (100)
  --stores    SIGKILLs of processes that write to each kind of store, and a hundred times as many writes (100)
  --requests  hostile requests that must be refused (100000)
  --starts    starts on a machine whose cores are all taken, the doctor asked at once after each (10)
  --seed      of what is random (1)
  --help      this text`;

const whole = (name: string, given: string): number => {
  const value = Number(given);
  if (!Number.isInteger(value) || value < 0) throw new Error(`--${name} ${given}: a whole number, 0 or more`);
  return value;
};

async function main(): Promise<number> {
  const { values } = parseOptions(
    process.argv.slice(2),
    {
      rounds: { type: "string", default: "50" },
      runs: { type: "string", default: "300" },
      kills: { type: "string", default: "100" },
      stores: { type: "string", default: "100" },
      requests: { type: "string", default: "100000" },
      starts: { type: "string", default: "10" },
      seed: { type: "string", default: "1" },
      help: { type: "boolean", short: "h", default: false },
    } as const,
    "npm run test:soak --",
  );
  if (values.help) {
    console.log(USAGE);
    return 0;
  }
  const count = {
    rounds: whole("rounds", values.rounds),
    runs: whole("runs", values.runs),
    kills: whole("kills", values.kills),
    stores: whole("stores", values.stores),
    requests: whole("requests", values.requests),
    starts: whole("starts", values.starts),
  };
  const seed = whole("seed", values.seed);
  if (count.rounds + count.runs + count.kills + count.starts > 0) await build();
  // Every process of every instance ends with this one.
  process.setMaxListeners(100);
  const tallies: Tally[] = [];
  if (count.rounds > 0) tallies.push(await rounds(count.rounds));
  if (count.runs > 0) {
    if (redisBinary()) tallies.push(await fleetRuns(count.runs, seed));
    else console.log(REDIS_MISSING);
  }
  if (count.kills > 0) tallies.push(await kills(count.kills, seed));
  if (count.stores > 0) tallies.push(await stores(count.stores, seed));
  if (count.requests > 0) {
    // It brings the app's own code along, which only the attack needs.
    const { requests } = await import("./requests");
    tallies.push(await requests(count.requests, seed));
  }
  if (count.starts > 0) tallies.push(await starts(count.starts));
  for (const { name, failures } of tallies)
    for (const failure of failures) console.log(`✗ ${name}: ${failure}`);
  for (const { name, passed, failures } of tallies)
    console.log(`${name}: ${passed} passed, ${failures.length} failed`);
  const failed = tallies.reduce((sum, one) => sum + one.failures.length, 0);
  const passed = tallies.reduce((sum, one) => sum + one.passed, 0);
  console.log(`soak: ${passed} passed, ${failed} failed`);
  return failed > 0 || passed === 0 ? 1 : 0;
}

main().then(
  (code) => leave(code),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error));
    process.exit(2);
  },
);
