import { leave } from "../leave";
import { runSuites, untilSignal } from "./runner";
import { SETS } from "./suites";

async function main(): Promise<number> {
  const [set = "", ...words] = process.argv.slice(2).filter((word) => word !== "--");
  const suites = SETS[set] ?? [];
  const [only, ...rest] = words;
  const chosen = suites.filter(({ name }) => only === undefined || only === name);
  if (chosen.length === 0) {
    const names = suites.map(({ name }) => name).join(", ");
    throw new Error(`npm run ${set} has no suite ${only}; it has ${names}`);
  }
  return runSuites(chosen, rest, untilSignal());
}

main().then(
  (code) => leave(code),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error));
    process.exit(2);
  },
);
