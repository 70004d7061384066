import { type ChildProcessByStdio, spawn } from "node:child_process";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
/** What the machine that runs the tests may have set, and what changes the CLI's behaviour. */
const UNSET = ["ADMIN_TOKEN", "GITHUB_ACTIONS", "NO_COLOR", "FORCE_COLOR", "CI", "TERM"] as const;

export interface Finished {
  code: number | null;
  stdout: string;
  stderr: string;
}

const running = new Set<ChildProcessByStdio<null, Readable, Readable>>();

/** A test that failed half-way leaves nothing running behind it. */
export function killLeft(): void {
  for (const child of running) child.kill("SIGKILL");
}

export interface Started {
  child: ChildProcessByStdio<null, Readable, Readable>;
  done: Promise<Finished>;
}

/** The real command in a process of its own. */
export function start(argv: readonly string[], env: Record<string, string> = {}): Started {
  return collect(process.execPath, ["--import", "tsx", "cli/main.ts", ...argv], env);
}

export const roundtrip = (argv: readonly string[], env: Record<string, string> = {}): Promise<Finished> =>
  start(argv, env).done;

/** The same on a pseudo terminal (util-linux `script`); everything comes back as stdout. */
export function onTerminal(
  argv: readonly string[],
  env: Record<string, string>,
  columns: number,
): Promise<Finished> {
  const quoted = [process.execPath, "--import", "tsx", "cli/main.ts", ...argv]
    .map((word) => `'${word}'`)
    .join(" ");
  const line = `stty cols ${columns} rows 24; exec ${quoted}`;
  return collect("script", ["-qefc", line, "/dev/null"], { TERM: "xterm-256color", ...env }).done;
}

function collect(command: string, argv: readonly string[], env: Record<string, string>): Started {
  const clean = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !(UNSET as readonly string[]).includes(name)),
  );
  const child = spawn(command, argv, {
    cwd: ROOT,
    env: { NODE_ENV: process.env.NODE_ENV, ...clean, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  running.add(child);
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  const done = new Promise<Finished>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => {
      running.delete(child);
      resolve({ code, stdout, stderr });
    });
  });
  return { child, done };
}
