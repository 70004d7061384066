import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";

/** Time for a suite to end what it started, once it was asked to. */
const LEAVE_MS = 15_000;
/** Where there are process groups, whatever a suite starts is ended with it, however the suite itself ends. */
const GROUPS = process.platform !== "win32";

export interface Ended {
  code: number;
  ms: number;
}

/** The runners decide about colours each on its own, and not all look at where their output goes. */
const plain = () => (process.stdout.isTTY || process.env.FORCE_COLOR !== undefined ? {} : { NO_COLOR: "1" });

/** Hands lines on as they come, each behind the name of the suite that it is from. */
async function labelled(name: string, from: Readable, to: NodeJS.WritableStream): Promise<void> {
  for await (const line of createInterface({ input: from })) to.write(`${name.padEnd(8)} | ${line}\n`);
}

/**
 * Runs Node on `args` in a process group of its own, until it ends or `stop` aborts, which ends the whole group.
 * @param label stands before each line of what it prints, where another suite prints at the same time
 */
export async function run(
  args: readonly string[],
  stop: AbortSignal,
  env: Readonly<Record<string, string>> = {},
  label?: string,
): Promise<Ended> {
  const began = performance.now();
  const child = spawn(process.execPath, args, {
    stdio: ["ignore", label ? "pipe" : "inherit", label ? "pipe" : "inherit"],
    env: { ...process.env, ...plain(), ...env },
    detached: GROUPS,
  });
  const said = Promise.all([
    child.stdout && labelled(label ?? "", child.stdout, process.stdout),
    child.stderr && labelled(label ?? "", child.stderr, process.stderr),
  ]);
  const kill = (signal: NodeJS.Signals) => {
    try {
      if (GROUPS && child.pid) process.kill(-child.pid, signal);
      else child.kill(signal);
    } catch {
      // None of the group is left.
    }
  };
  let late: NodeJS.Timeout | undefined;
  const end = () => {
    kill("SIGTERM");
    late = setTimeout(() => kill("SIGKILL"), LEAVE_MS);
  };
  if (stop.aborted) end();
  else stop.addEventListener("abort", end, { once: true });
  const [code] = await once(child, "exit");
  stop.removeEventListener("abort", end);
  clearTimeout(late);
  // What a crashed suite left behind would use the machine, and ports, of the next one.
  kill("SIGKILL");
  await said;
  return { code: typeof code === "number" ? code : 1, ms: performance.now() - began };
}
