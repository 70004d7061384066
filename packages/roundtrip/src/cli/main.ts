import { systemClock } from "./clock.js";
import { roundtrip } from "./roundtrip.js";

let act: ((signal: NodeJS.Signals) => void) | undefined;
for (const [signal, code] of [
  ["SIGHUP", 129],
  ["SIGINT", 130],
  ["SIGTERM", 143],
] as const) {
  process.on(signal, () => (act ? act(signal) : process.exit(code)));
}
const onSignal = (given: typeof act) => {
  act = given;
};
// `| head` closes the pipe early: nobody reads on, but the run and its exit code stand.
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") process.exit(2);
  });
}

const { env, stdout, stderr } = process;
roundtrip(process.argv.slice(2), { env, stdout, stderr, clock: systemClock, onSignal }).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    stderr.write(`roundtrip: unexpected error: ${error instanceof Error ? error.name : "unknown"}\n`);
    process.exitCode = 2;
  },
);
