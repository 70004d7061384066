import type { Ground } from "./ground";
import { type Result, runSabotage } from "./run";
import { type Breakage, sentence } from "./sabotage";

/** Lines of the app's log beside an error. */
const SHOWN = 8;

/** A sabotage that was carried out, or could not be. */
export interface Outcome {
  sabotage: Breakage;
  results: Result[];
  /** Why it could not be carried through; empty when it was. */
  error: string;
  ms: number;
}

/** Carries a sabotage out. Never rejects: what got in the way is part of the outcome. */
export async function carryOut(ground: Ground, sabotage: Breakage, fires = true): Promise<Outcome> {
  const began = performance.now();
  const done = (results: Result[], error: string): Outcome => ({
    sabotage,
    results,
    error,
    ms: performance.now() - began,
  });
  try {
    return done(await runSabotage(ground, sabotage, fires), "");
  } catch (error) {
    ground.spoil();
    const why = error instanceof Error ? error.message : String(error);
    // What was in the way may stand nowhere else.
    const said = ground.stack.app.tail().split("\n").slice(-SHOWN);
    return done([], [why, "the app said last:", ...said].join("\n      "));
  }
}

/** What went wrong, a line each; empty when all is as expected. */
export const faultsOf = ({ results, error }: Outcome): string[] => [
  ...(error ? [error] : []),
  ...(!error && results.length === 0 ? ["nothing was judged"] : []),
  ...results.flatMap(({ check, faults, falseGreen }) => [
    ...(falseGreen ? [`FALSE GREEN in ${check}`] : []),
    ...faults.map((fault) => `${check}: ${fault}`),
  ]),
];

export const failed = (outcome: Outcome): boolean => faultsOf(outcome).length > 0;

export function tell(outcome: Outcome): void {
  const { sabotage, ms } = outcome;
  console.error(`${failed(outcome) ? "✗" : "✓"} ${sentence(sabotage)} (${(ms / 1000).toFixed(1)} s)`);
  for (const fault of faultsOf(outcome)) console.error(`    ${fault}`);
}
