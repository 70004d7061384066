import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { type BuildOptions, build } from "esbuild";
import { ROOT } from "../root";

export interface Compiled {
  /** What Node is to be given to run that source. */
  file(source: string): string;
  remove(): Promise<void>;
}

const COMMON: BuildOptions = {
  absWorkingDir: ROOT,
  bundle: true,
  platform: "node",
  target: "node20.19",
  conditions: ["@roundtrip/source"],
};

/** A folder from where Node finds what is installed. */
async function newFolder(): Promise<string> {
  const caches = join(ROOT, "node_modules/.cache");
  await mkdir(caches, { recursive: true });
  return mkdtemp(join(caches, "roundtrip-commands-"));
}

const remove = (folder: string) => rm(folder, { recursive: true, force: true });

/**
 * Compiles commands of this repository once for many starts.
 * @param sources paths from the repository's root
 */
export async function compiled(...sources: string[]): Promise<Compiled> {
  const folder = await newFolder();
  await build({
    ...COMMON,
    entryPoints: sources,
    outbase: ".",
    outdir: folder,
    outExtension: { ".js": ".mjs" },
    packages: "external",
    // What a command loads later is not loaded when it starts.
    splitting: true,
    format: "esm",
    logLevel: "warning",
  });
  return {
    file: (source) => join(folder, source.replace(/\.ts$/, ".mjs")),
    remove: () => remove(folder),
  };
}

export interface Program {
  file: string;
  remove(): Promise<void>;
}

/** One program with its packages in it, which starts in a third of the time: for processes that a test starts and kills. */
export async function bundled(source: string): Promise<Program> {
  const folder = await newFolder();
  const file = join(folder, "program.cjs");
  // It has native code.
  const external = ["@libsql/client"];
  await build({
    ...COMMON,
    entryPoints: [source],
    outfile: file,
    external,
    format: "cjs",
    logLevel: "warning",
  });
  return { file, remove: () => remove(folder) };
}

export interface Ended {
  code: number;
  stdout: string;
  stderr: string;
}

export const ran = (file: string, argv: readonly string[], env = process.env): Promise<Ended> =>
  new Promise((ended) => {
    execFile(process.execPath, [file, ...argv], { cwd: ROOT, env }, (error, stdout, stderr) =>
      ended({ code: typeof error?.code === "number" ? error.code : error ? -1 : 0, stdout, stderr }),
    );
  });
