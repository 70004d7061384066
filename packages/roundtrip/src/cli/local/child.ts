import { type ChildProcess, spawn } from "node:child_process";
import { constants } from "node:os";
import { createInterface } from "node:readline";
import { CannotRun } from "#cli/errors.js";
import type { Output, Shell } from "#cli/shell.js";

/** As long as a server may take to end by itself. */
const END_MS = 10_000;
const isWindows = process.platform === "win32";
/** As `next dev` and `next start` say where they listen. */
const LISTENS = /\bLocal:\s+(https?:\/\/[^\s/]+)/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: colours are what is taken away
const COLOURS = /\u001b\[[0-9;]*m/g;

export interface Running {
  /** The exit code, or 128 and the number of the signal that ended it. */
  ended: Promise<number>;
  /** Hands the first signal on to the command and all that it started: npm hands on what a terminal has sent already. */
  end(signal: NodeJS.Signals): void;
}

/**
 * Starts the command in a process group of its own, so that what it starts in turn ends with it.
 * @param onAddress told once, when the command's output says where it listens
 */
export function run(
  [program = "", ...args]: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  cwd: string,
  { stdout, stderr }: Pick<Shell, "stdout" | "stderr">,
  onAddress: (origin: string) => void,
): Running {
  const child = spawn(program, args, {
    cwd,
    env: env as NodeJS.ProcessEnv,
    stdio: ["ignore", "pipe", "pipe"],
    detached: !isWindows,
    shell: isWindows,
  });
  let isFound = false;
  const found = (origin: string) => {
    if (isFound) return;
    isFound = true;
    onAddress(origin);
  };
  pass(child.stdout, stdout, found);
  pass(child.stderr, stderr, found);
  let late: NodeJS.Timeout | undefined;
  const end = (signal: NodeJS.Signals) => {
    if (late) return;
    late = setTimeout(() => kill(child, "SIGKILL"), END_MS);
    kill(child, signal);
  };
  const ended = new Promise<number>((resolve, reject) => {
    child.on("error", (error: NodeJS.ErrnoException) =>
      reject(
        new CannotRun(`${program} cannot be started (${error.code ?? "unknown"}). Correct what follows --.`),
      ),
    );
    child.on("close", (code, signal) => resolve(code ?? 128 + (signal ? constants.signals[signal] : 0)));
    // What is left of the group would hold the pipes open.
    child.on("exit", () => {
      late ??= setTimeout(() => kill(child, "SIGKILL"), END_MS);
      kill(child, "SIGTERM");
    });
  }).finally(() => clearTimeout(late));
  return { ended, end };
}

/** Hands on what the command prints, and each address that it says to listen at. */
function pass(from: NodeJS.ReadableStream, to: Output, found: (origin: string) => void): void {
  from.on("data", (chunk: Buffer) => to.write(chunk.toString()));
  createInterface({ input: from }).on("line", (line) => {
    const origin = LISTENS.exec(line.replace(COLOURS, ""))?.[1];
    if (origin) found(origin);
  });
}

/** Ends the command and all that it started. */
function kill(child: ChildProcess, signal: NodeJS.Signals): void {
  try {
    if (isWindows || child.pid === undefined) child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch {
    // Nobody of the group is left.
  }
}
