import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { ROOT } from "./root";

/** Time that a stand-in or the app gets to come up on a slow, busy machine. */
const READY_MS = 180_000;
const WITH_PARENT = join(ROOT, "local/parent/watch.cjs");
/** Time to end by itself before it is killed. */
const STOP_MS = 20_000;

export interface Running {
  name: string;
  child: ChildProcess;
  /** The last lines it wrote, for telling why it ended. */
  tail(): string;
  stop(signal?: NodeJS.Signals): Promise<void>;
}

/** Starts a program, one of this repository in Node unless told otherwise, with its output kept. */
export function start(
  name: string,
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  onLine?: (line: string) => void,
  as: Pick<SpawnOptions, "cwd" | "uid" | "gid"> & { program?: string } = {},
): Running & { lines: AsyncIterable<string> } {
  const { program = process.execPath, ...more } = as;
  // Another user may not be able to read the file, what is no Node.js has no use for it, and a stand-in leaves by itself.
  const isLeft = program === process.execPath && as.uid === undefined && !args.includes("--with-parent");
  const preload = isLeft ? ["--require", WITH_PARENT] : [];
  const child = spawn(program, [...preload, ...args], {
    ...more,
    env: env as NodeJS.ProcessEnv,
    stdio: ["pipe", "pipe", "pipe"],
  });
  // Writing to a process that has just died must not end this one.
  child.stdin?.on("error", () => undefined);
  const endWithUs = () => void child.kill();
  process.once("exit", endWithUs);
  child.once("exit", () => process.off("exit", endWithUs));
  const kept: string[] = [];
  const keep = (line: string) => {
    kept.push(line);
    if (kept.length > 40) kept.shift();
    onLine?.(line);
  };
  if (child.stderr) createInterface({ input: child.stderr }).on("line", keep);
  const lines = queue();
  if (child.stdout)
    createInterface({ input: child.stdout })
      .on("line", (line) => {
        keep(line);
        lines.push(line);
      })
      .on("close", () => lines.end());
  return {
    name,
    child,
    lines: lines.iterable,
    tail: () => kept.join("\n"),
    async stop(signal = "SIGTERM") {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, "exit");
      child.kill(signal);
      const late = setTimeout(() => child.kill("SIGKILL"), STOP_MS);
      await ended;
      clearTimeout(late);
    },
  };
}

/** The first line that `accept` turns into something, or an error that shows what the process said. */
export async function firstLine<T>(
  running: Running & { lines: AsyncIterable<string> },
  accept: (line: string) => T | null,
): Promise<T> {
  const timeout = setTimeout(() => running.child.kill("SIGKILL"), READY_MS);
  try {
    for await (const line of running.lines) {
      const accepted = accept(line);
      if (accepted !== null) return accepted;
    }
  } finally {
    clearTimeout(timeout);
  }
  throw new Error(`${running.name} did not start:\n${running.tail()}`);
}

/** Lines wait here until somebody reads them; bounded, since nobody reads after the first. */
function queue() {
  const waiting: string[] = [];
  let ended = false;
  let wake: (() => void) | null = null;
  const push = (line: string) => {
    waiting.push(line);
    if (waiting.length > 1_000) waiting.shift();
    wake?.();
  };
  async function* read() {
    for (;;) {
      const line = waiting.shift();
      if (line !== undefined) yield line;
      else if (ended) return;
      else
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
    }
  }
  return {
    push,
    end() {
      ended = true;
      wake?.();
    },
    iterable: { [Symbol.asyncIterator]: read },
  };
}
