import { spawn } from "node:child_process";
import { cleanEnv } from "@/local/stack";

export interface Ran {
  code: number | null;
  stdout: string;
  /** Both streams, as they came. */
  output: string;
}

/** Runs a program to its end, with nothing of a real Sentry or Inngest in its variables. */
export async function run(
  program: string,
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>> = {},
): Promise<Ran> {
  const child = spawn(program, args, {
    cwd,
    env: { ...cleanEnv(), ...env } as NodeJS.ProcessEnv,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ran = { stdout: "", output: "" };
  child.stdout.on("data", (chunk: Buffer) => {
    ran.stdout += chunk.toString();
    ran.output += chunk.toString();
  });
  child.stderr.on("data", (chunk: Buffer) => {
    ran.output += chunk.toString();
  });
  const code = await new Promise<number | null>((done, fail) => {
    child.on("error", fail);
    child.on("close", done);
  });
  return { code, ...ran };
}

/** @throws with the end of what the program said, where it fails */
export async function must(...given: Parameters<typeof run>): Promise<Ran> {
  const ran = await run(...given);
  if (ran.code === 0) return ran;
  const [program, args] = given;
  const end = ran.output.trim().split("\n").slice(-40).join("\n");
  throw new Error(`${program} ${args.join(" ")} ended with ${ran.code}:\n${end}`);
}
