import { leave } from "../leave";
import { runSuites, untilSignal } from "./runner";
import { SETS } from "./suites";

const usage = (
  command: string,
  suites: readonly { name: string }[],
): string => `usage: ${command} [SUITE [words]]
  SUITE        one of ${suites.map(({ name }) => name).join(", ")}; all of them, if none is named
  words        for its runner, as the path of a test file
  --help, -h   this text`;

async function main(): Promise<number> {
  const [set = "", ...words] = process.argv.slice(2).filter((word) => word !== "--");
  const lanes = SETS[set] ?? [];
  const suites = lanes.flat();
  const command = set === "test" ? "npm test --" : `npm run ${set} --`;
  const [only, ...rest] = words;
  if (only === "--help" || only === "-h") {
    console.log(usage(command, suites));
    return 0;
  }
  if (only?.startsWith("-"))
    throw new Error(`${only.split("=")[0]}: there is no such option. See: ${command} --help`);
  const chosen = lanes.map((lane) => lane.filter(({ name }) => only === undefined || only === name));
  if (chosen.flat().length === 0) {
    const names = suites.map(({ name }) => name).join(", ");
    throw new Error(`npm run ${set} has no suite ${only}; it has ${names}. See: ${command} --help`);
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
