import type { Result } from "./run";
import type { Breakage } from "./sabotage";

interface Row {
  sabotage: Breakage;
  results: Result[];
  error: string;
  ms: number;
}

const HEAD = ["", "sabotage", "check", "verdict", "stage", "cause", "s"];

/** One row a verdict; a sabotage's name and time stand at its first. */
export function table(rows: readonly Row[]): string {
  const lines = rows.flatMap(({ sabotage, results, error, ms }) => {
    const seconds = (ms / 1000).toFixed(1);
    if (error) return [["✗", sabotage.when, "", "not carried through", "", "", seconds]];
    return results.map(({ check, actual, faults }, index) => [
      faults.length > 0 ? "✗" : "✓",
      index === 0 ? sabotage.when : "",
      check,
      actual.verdict,
      actual.stage ?? "",
      actual.cause ?? "",
      index === 0 ? seconds : "",
    ]);
  });
  const all = [HEAD, ...lines];
  const widths = HEAD.map((_, column) => Math.max(...all.map((line) => line[column]?.length ?? 0)));
  return all
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
