import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startSentry } from "@/local/stack";
import { buildComparison, comparisonEnv, startComparison, type Wiring } from "../comparison";
import { compared, type Figure, figure } from "../figure";

const GOAL = 1.1;
const ROUNDS = 36;
/** The order turns from round to round: what the machine's caches keep of one start falls on all alike. */
const WIRINGS: readonly Wiring[] = ["plain", "roundtrip", "plain"];

/** From the start of `next start` to the first healthy answer, with and without Roundtrip, one after the other. */
export async function start(): Promise<Figure[]> {
  await buildComparison();
  const directory = await mkdtemp(join(tmpdir(), "roundtrip-bench-"));
  const sentry = await startSentry({});
  const env = comparisonEnv(sentry.facts, join(directory, "runs.db"));
  try {
    for (const wiring of WIRINGS) await untilHealthy(wiring, env);
    const rounds: number[][] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const times: number[] = [];
      for (let n = 0; n < WIRINGS.length; n += 1) {
        const index = (round + n) % WIRINGS.length;
        times[index] = await untilHealthy(WIRINGS[index] ?? "plain", env);
      }
      rounds.push(times);
    }
    const of = (index: number) => rounds.map((times) => times[index] ?? Number.NaN);
    const plain = of(0);
    const ratios = (index: number) => of(index).map((ms, round) => ms / (plain[round] ?? Number.NaN));
    return [
      ...compared("start to the first healthy answer, with Roundtrip / without", ratios(1), ratios(2), GOAL),
      figure("  without", "ms", plain),
    ];
  } finally {
    await sentry.running.stop();
    await rm(directory, { recursive: true, force: true });
  }
}

async function untilHealthy(wiring: Wiring, env: Record<string, string>): Promise<number> {
  const began = performance.now();
  const { url, running } = await startComparison(wiring, env);
  try {
    const response = await fetch(`${url}/ok`);
    await response.arrayBuffer();
    if (!response.ok) throw new Error(`/ok answered ${response.status}`);
    return performance.now() - began;
  } finally {
    await running.stop();
  }
}
