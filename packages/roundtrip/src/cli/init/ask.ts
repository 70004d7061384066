import { createInterface } from "node:readline/promises";
import { CannotRun } from "#cli/errors.js";

/** @throws CannotRun where nobody can answer */
export async function confirmed(question: string): Promise<boolean> {
  if (!process.stdin.isTTY)
    throw new CannotRun(
      "asks before it writes, and there is no terminal to ask in. Say --yes, or --dry-run to look.",
    );
  const asked = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(es)?$/i.test((await asked.question(`${question} [y/N] `)).trim());
  } finally {
    asked.close();
  }
}
