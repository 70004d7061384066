import { spawn } from "node:child_process";
import { once } from "node:events";

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

/** Runs Node on `args` in a process group of its own, until it ends or `stop` aborts, which ends the whole group. */
export async function run(
  args: readonly string[],
  stop: AbortSignal,
  env: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  const began = performance.now();
  const child = spawn(process.execPath, args, {
    stdio: ["ignore", "inherit", "inherit"],
    env: { ...process.env, ...plain(), ...env },
    detached: GROUPS,
  });
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
  return { code: typeof code === "number" ? code : 1, ms: performance.now() - began };
}
