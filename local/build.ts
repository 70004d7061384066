import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { hideMaps, KEEPING_MAPS } from "#stand-ins/maps.js";
import { patiently } from "./beat";
import { buildPackages } from "./packages/build";
import { ROOT } from "./root";

/** A Next app of this repository. */
export interface Target {
  directory: string;
  /** What ends up in the build besides the repository's top-level files; relative to the repository. */
  sources: readonly string[];
}
const APP: Target = { directory: ROOT, sources: ["app", "inngest", "packages/roundtrip/src"] };
const FILES = /\.(tsx?|css|mjs|json)$/;

async function newest(path: string): Promise<number> {
  const entry = await stat(path).catch(() => null);
  if (!entry) return 0;
  if (!entry.isDirectory()) return entry.mtimeMs;
  const names = await readdir(path);
  return Math.max(0, ...(await Promise.all(names.map((name) => newest(join(path, name))))));
}

const ID = ".next/BUILD_ID";
/** Written last, with the build's id. Without it a build broke off, or is `next build`'s own, which keeps no maps. */
const STAMP = ".next/WITH_MAPS";
const read = (path: string) => readFile(path, "utf8").catch(() => null);

/** True when there is a build with its maps that is younger than everything it was made of. */
export async function isBuilt({ directory, sources }: Target = APP): Promise<boolean> {
  const [id, stamp] = await Promise.all([ID, STAMP].map((path) => read(join(directory, path))));
  if (id === null || id !== stamp) return false;
  const built = await stat(join(directory, ID));
  const top = (await readdir(ROOT)).filter(
    (name) => FILES.test(name) && !/^(next-env\.d\.ts|tsconfig.*|biome.*)$/.test(name),
  );
  const changed = await Promise.all([...sources, ...top].map((name) => newest(join(ROOT, name))));
  return Math.max(...changed) < built.mtimeMs;
}

/** Builds the app unless the build is fresh. What `next build` says goes to stderr. */
export const build = (): Promise<void> => buildTarget(APP);

/** As `build`, for another app of this repository. */
export async function buildTarget(target: Target): Promise<void> {
  if (await isBuilt(target)) return;
  await buildPackages();
  const next = join(ROOT, "node_modules/next/dist/bin/next");
  const env = {
    ...process.env,
    ...KEEPING_MAPS,
    NODE_ENV: "production" as const,
    NEXT_TELEMETRY_DISABLED: "1",
  };
  const child = spawn(process.execPath, [next, "build", target.directory], {
    cwd: ROOT,
    env,
    stdio: ["ignore", 2, 2],
  });
  const stop = () => child.kill("SIGTERM");
  process.once("exit", stop);
  const [code] = await patiently("building the app", once(child, "exit"));
  process.off("exit", stop);
  if (code !== 0) throw new Error("the app could not be built; next build says why above");
  await hideMaps(join(target.directory, ".next"));
  await writeFile(join(target.directory, STAMP), await readFile(join(target.directory, ID), "utf8"));
}
