import { version } from "../package.json";
import type { Command } from "./command";
import { doctorCommand } from "./doctor-command";
import { verifyCommand } from "./verify-command";

const COMMANDS: readonly Command[] = [verifyCommand, doctorCommand];

const usage = (): string =>
  [
    "roundtrip: proves that an app's error monitoring works, end to end.",
    "",
    "Usage: roundtrip COMMAND [options]",
    "",
    ...COMMANDS.map(({ name, summary }) => `  ${name.padEnd(10)} ${summary}`),
    "",
    "roundtrip COMMAND --help explains a command; roundtrip --version names the version.",
    "",
    "Examples:",
    "  ADMIN_TOKEN=... roundtrip verify --url https://staging.example.com",
    '  roundtrip verify --url https://staging.example.com --wait-for-release "$GITHUB_SHA" --junit roundtrip.xml',
    "  roundtrip doctor --url https://staging.example.com",
    "",
  ].join("\n");

async function main(argv: readonly string[]): Promise<number> {
  const [word, ...rest] = argv;
  if (word === "--version" || word === "-v") {
    process.stdout.write(`${version}\n`);
    return 0;
  }
  if (word === "--help" || word === "-h" || word === "help") {
    process.stdout.write(usage());
    return 0;
  }
  const command = COMMANDS.find(({ name }) => name === word);
  if (command) return command.run(rest);
  process.stderr.write(word ? "roundtrip: there is no such command.\n\n" : "");
  process.stderr.write(usage());
  return 2;
}

for (const [signal, code] of [
  ["SIGINT", 130],
  ["SIGTERM", 143],
] as const) {
  process.on(signal, () => process.exit(code));
}
// `| head` closes the pipe early: nobody reads on, but the run and its exit code stand.
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") process.exit(2);
  });
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    process.stderr.write(`roundtrip: unexpected error: ${error instanceof Error ? error.name : "unknown"}\n`);
    process.exitCode = 2;
  },
);
