import { doctorCommand } from "#cli/doctor/command.js";
import { initCommand } from "#cli/init/command.js";
import { localCommand } from "#cli/local/command.js";
import { syncCommand } from "#cli/sync/command.js";
import { verifyCommand } from "#cli/verify/command.js";
import type { Command } from "./command.js";
import type { Shell } from "./shell.js";

/** Filled in where the command is made into one file, which lies anywhere, without its manifest. */
const VERSION = process.env.ROUNDTRIP_VERSION ?? "source";

const COMMANDS: readonly Command[] = [verifyCommand, doctorCommand, syncCommand, initCommand, localCommand];

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
    "  roundtrip sync --url https://staging.example.com",
    "",
  ].join("\n");

/** @returns the exit code */
export async function roundtrip(argv: readonly string[], shell: Shell): Promise<number> {
  const [word, ...rest] = argv;
  if (word === "--version" || word === "-v") {
    shell.stdout.write(`${VERSION}\n`);
    return 0;
  }
  if (word === "--help" || word === "-h" || word === "help") {
    shell.stdout.write(usage());
    return 0;
  }
  const command = COMMANDS.find(({ name }) => name === word);
  if (command) return command.run(rest, shell);
  shell.stderr.write(word ? "roundtrip: there is no such command.\n\n" : "");
  shell.stderr.write(usage());
  return 2;
}
