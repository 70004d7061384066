import type { Clock } from "#cli/clock.js";
import { roundtrip as command } from "#cli/roundtrip.js";
import { fakeClock } from "./clock.js";

export interface Finished {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** The command in this process: no terminal, no variables but these, and a clock that waits for nobody. */
export async function roundtrip(
  argv: readonly string[],
  env: Record<string, string> = {},
  clock: Clock = fakeClock(),
): Promise<Finished> {
  const said = { stdout: "", stderr: "" };
  const into = (stream: keyof typeof said) => ({
    write: (text: string) => {
      said[stream] += text;
    },
  });
  const code = await command(argv, { env, stdout: into("stdout"), stderr: into("stderr"), clock });
  return { code, ...said };
}
