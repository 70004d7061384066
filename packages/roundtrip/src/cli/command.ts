import type { Shell } from "./shell.js";

/** One word after `roundtrip`. A new command is a file that exports one, and a line in roundtrip.ts. */
export interface Command {
  name: string;
  /** One line for the list of commands. */
  summary: string;
  /** @returns the exit code */
  run(argv: readonly string[], shell: Shell): Promise<number>;
}
