import { spawn } from "node:child_process";
import { once } from "node:events";
import { copyFile, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { patiently } from "../beat";
import { ROOT } from "../root";
import { withOwnNames } from "./class-names";
import { bundleCommand, licences } from "./command";
import { compileStyles } from "./styles";

/** Written last: a build that broke off is no build. */
const STAMP = "dist/.built";
const PACKAGES = ["roundtrip", "stand-ins"] as const;
type Name = (typeof PACKAGES)[number];

async function newest(path: string): Promise<number> {
  const entry = await stat(path).catch(() => null);
  if (!entry) return 0;
  if (!entry.isDirectory()) return entry.mtimeMs;
  const names = await readdir(path);
  return Math.max(0, ...(await Promise.all(names.map((name) => newest(join(path, name))))));
}

async function isFresh(root: string, name: Name): Promise<boolean> {
  const directory = join(root, "packages", name);
  const stamp = await stat(join(directory, STAMP)).catch(() => null);
  if (!stamp) return false;
  const sources = ["src", "package.json", "tsconfig.json"].map((path) => join(directory, path));
  const builders = ["tsconfig.base.json", "local/packages"].map((path) => join(root, path));
  const changed = await Promise.all([...sources, ...builders].map(newest));
  return Math.max(...changed) < stamp.mtimeMs;
}

/** One file in, one file out: `"use client"` and the like stay where they are. */
async function compile(root: string, directory: string): Promise<void> {
  const tsc = join(ROOT, "node_modules/typescript/bin/tsc");
  const child = spawn(process.execPath, [tsc, "-p", directory], { cwd: root, stdio: ["ignore", 2, 2] });
  const [code] = await once(child, "exit");
  if (code !== 0) throw new Error(`${directory} could not be compiled; tsc says why above`);
}

/** Compiled classes get the names that they have in the sheet. */
async function nameClasses(directory: string): Promise<void> {
  const dist = join(directory, "dist");
  const scripts = (await readdir(dist, { recursive: true })).filter((name) => name.endsWith(".js"));
  for (const name of scripts) {
    const path = join(dist, name);
    const source = await readFile(path, "utf8");
    const renamed = withOwnNames(source, name);
    if (renamed !== source) await writeFile(path, renamed);
  }
}

async function buildPackage(root: string, name: Name): Promise<void> {
  const directory = join(root, "packages", name);
  await rm(join(directory, "dist"), { recursive: true, force: true });
  await compile(root, directory);
  if (name === "roundtrip") {
    await Promise.all([compileStyles(directory), nameClasses(directory)]);
    const bundled = await bundleCommand(join(directory, "dist/cli/roundtrip.mjs"));
    await writeFile(join(directory, "THIRD-PARTY-LICENSES"), await licences(bundled));
  }
  await copyFile(join(ROOT, "LICENSE"), join(directory, "LICENSE"));
  await writeFile(join(directory, STAMP), "");
}

/**
 * Builds the packages whose build is older than their sources.
 * @param root a copy of the repository, if not the repository itself
 * @returns the names of those that were built
 */
export async function buildPackages(root = ROOT): Promise<Name[]> {
  const built: Name[] = [];
  for (const name of PACKAGES) {
    if (await isFresh(root, name)) continue;
    await patiently(`building packages/${name}`, buildPackage(root, name));
    built.push(name);
  }
  return built;
}
