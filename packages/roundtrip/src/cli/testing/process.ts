import { type ChildProcessByStdio, spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { bundleCommand } from "@/local/packages/command";
import type { Finished } from "./shell.js";

/** What the machine that runs the tests may have set, and what changes the CLI's behaviour. */
const UNSET = ["ADMIN_TOKEN", "GITHUB_ACTIONS", "NO_COLOR", "FORCE_COLOR", "CI", "TERM"] as const;

type Child = ChildProcessByStdio<null, Readable, Readable>;

export interface Started {
  child: Child;
  done: Promise<Finished>;
}

/** The real command, built once, in processes of its own. */
export interface Built {
  /** The file. */
  command: string;
  start(argv: readonly string[], env?: Record<string, string>, cwd?: string): Started;
  /** The same on a pseudo terminal (util-linux `script`); everything comes back as stdout. */
  onTerminal(argv: readonly string[], env: Record<string, string>, columns: number): Promise<Finished>;
  /** Writes a file that goes with the command; returns its path. */
  keep(name: string, text: string): Promise<string>;
  /** A test that failed half-way leaves nothing running behind it. */
  remove(): Promise<void>;
}

export async function builtCommand(): Promise<Built> {
  const home = await mkdtemp(join(tmpdir(), "roundtrip-command-"));
  await bundleCommand(join(home, "roundtrip.mjs"));
  const command = [process.execPath, join(home, "roundtrip.mjs")];
  const running = new Set<Child>();
  return {
    command: join(home, "roundtrip.mjs"),
    start: (argv, env = {}, cwd) => collect(running, [...command, ...argv], env, cwd),
    onTerminal(argv, env, columns) {
      const quoted = [...command, ...argv].map((word) => `'${word}'`).join(" ");
      const line = `stty cols ${columns} rows 24; exec ${quoted}`;
      const terminal = { TERM: "xterm-256color", ...env };
      return collect(running, ["script", "-qefc", line, "/dev/null"], terminal).done;
    },
    async keep(name, text) {
      const file = join(await mkdtemp(join(home, "kept-")), name);
      await writeFile(file, text);
      return file;
    },
    async remove() {
      for (const child of running) child.kill("SIGKILL");
      await rm(home, { recursive: true, force: true });
    },
  };
}

function collect(
  running: Set<Child>,
  argv: readonly string[],
  env: Record<string, string>,
  cwd?: string,
): Started {
  const [program = "", ...args] = argv;
  const clean = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !(UNSET as readonly string[]).includes(name)),
  );
  const child = spawn(program, args, {
    env: { NODE_ENV: process.env.NODE_ENV, ...clean, ...env },
    cwd,
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
