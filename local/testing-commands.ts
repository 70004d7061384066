import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { build } from "esbuild";
import { ROOT } from "./root";

export interface Compiled {
  /** What Node is to be given to run that source. */
  file(source: string): string;
  remove(): Promise<void>;
}

/**
 * Compiles commands of this repository once for many starts, to where they find what is installed.
 * @param sources paths from the repository's root
 */
export async function compiled(...sources: string[]): Promise<Compiled> {
  const caches = join(ROOT, "node_modules/.cache");
  await mkdir(caches, { recursive: true });
  const folder = await mkdtemp(join(caches, "roundtrip-commands-"));
  await build({
    absWorkingDir: ROOT,
    entryPoints: sources,
    outbase: ".",
    outdir: folder,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    packages: "external",
    platform: "node",
    format: "esm",
    target: "node20.19",
    logLevel: "warning",
  });
  return {
    file: (source) => join(folder, source.replace(/\.ts$/, ".mjs")),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
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
