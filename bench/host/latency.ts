import { mkdtemp, rm } from "node:fs/promises";
import { Agent, get } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startSentry } from "@/local/stack";
import { buildComparison, comparisonEnv, startComparison, type Wiring } from "../comparison";
import { compared, type Figure, figure } from "../figure";
import { median } from "../statistics";
import { cpuOf } from "./cpu";

const GOAL = 1.05;
const WARM_UP = 300;
/** A round is short, so that what else the machine does falls on both sides of it. */
const ROUNDS = 150;
const REQUESTS_A_ROUND = 18;
const WIRINGS: readonly Wiring[] = ["plain", "roundtrip", "plain"];

interface Side {
  url: string;
  pid: number;
  agent: Agent;
}

/** One request over a connection that stays open; resolves with milliseconds until its end. */
function time({ url, agent }: Side, path: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const began = performance.now();
    get(`${url}${path}`, { agent }, (response) => {
      response.resume().on("end", () => resolve(performance.now() - began));
      response.on("error", reject);
    }).on("error", reject);
  });
}

/**
 * Instances of one build, with and without the witness, asked in turn. A second plain one, asked as often,
 * tells what this machine cannot tell apart.
 */
export async function latency(): Promise<Figure[]> {
  await buildComparison();
  const directory = await mkdtemp(join(tmpdir(), "roundtrip-bench-"));
  const sentry = await startSentry({});
  const env = comparisonEnv(sentry.facts, join(directory, "runs.db"));
  const apps = await Promise.all(WIRINGS.map((wiring) => startComparison(wiring, env)));
  const sides = apps.map(({ url, running }) => ({
    url,
    pid: running.child.pid ?? 0,
    agent: new Agent({ keepAlive: true }),
  }));
  try {
    const figures: Figure[] = [];
    for (const [what, path] of [
      ["a route that answers", "/ok"],
      ["a route that captures an error", "/errors/captured"],
    ] as const) {
      for (let i = 0; i < WARM_UP; i += 1) for (const side of sides) await time(side, path);
      const rounds: Awaited<ReturnType<typeof round>>[] = [];
      for (let i = 0; i < ROUNDS; i += 1) rounds.push(await round(sides, path));
      const of = (kind: "ratio" | "noise" | "cpu" | "cpuNoise" | "plain") => rounds.map((one) => one[kind]);
      figures.push(
        ...compared(`latency with Roundtrip / without: ${what}`, of("ratio"), of("noise"), GOAL),
        ...compared("  CPU time a request, with / without", of("cpu"), of("cpuNoise"), GOAL),
        figure("  without", "ms", of("plain")),
      );
    }
    return figures;
  } finally {
    for (const { agent } of sides) agent.destroy();
    await Promise.all([...apps.map(({ running }) => running.stop()), sentry.running.stop()]);
    await rm(directory, { recursive: true, force: true });
  }
}

/** The order changes within a round: what one request leaves behind for the next falls on all alike. */
const ORDERS = [
  [0, 1, 2],
  [1, 2, 0],
  [2, 0, 1],
  [2, 1, 0],
  [1, 0, 2],
  [0, 2, 1],
] as const;

async function round(sides: readonly Side[], path: string) {
  const samples: number[][] = sides.map(() => []);
  const before = await Promise.all(sides.map(({ pid }) => cpuOf(pid)));
  for (let i = 0; i < REQUESTS_A_ROUND; i += 1) {
    for (const index of ORDERS[i % ORDERS.length] ?? ORDERS[0]) {
      const side = sides[index];
      if (side) samples[index]?.push(await time(side, path));
    }
  }
  const after = await Promise.all(sides.map(({ pid }) => cpuOf(pid)));
  const [plain = Number.NaN, witnessed = Number.NaN, again = Number.NaN] = samples.map(median);
  const [cpu = Number.NaN, cpuWith = Number.NaN, cpuAgain = Number.NaN] = after.map(
    (ms, index) => ms - (before[index] ?? Number.NaN),
  );
  return {
    plain,
    ratio: witnessed / plain,
    noise: again / plain,
    cpu: cpuWith / cpu,
    cpuNoise: cpuAgain / cpu,
  };
}
