import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { build } from "esbuild";

const ROOT = join(import.meta.dirname, "..");

/** A program of this repository as one file for Node. */
export interface Program {
  file: string;
  remove(): Promise<void>;
}

/**
 * Bundles a program for a test that starts it many times: with a compiler in each process, a test measures little else.
 * @param entry the program's file, from the repository's root
 */
export async function bundled(entry: string): Promise<Program> {
  // Below node_modules, so that Node finds the packages that cannot be bundled.
  const cache = join(ROOT, "node_modules/.cache");
  await mkdir(cache, { recursive: true });
  const folder = await mkdtemp(join(cache, "roundtrip-"));
  const file = join(folder, "program.cjs");
  await build({
    absWorkingDir: ROOT,
    entryPoints: [entry],
    outfile: file,
    bundle: true,
    // It brings native code.
    external: ["@libsql/client"],
    platform: "node",
    format: "cjs",
    target: "node20.19",
    logLevel: "warning",
  });
  return { file, remove: () => rm(folder, { recursive: true, force: true }) };
}
