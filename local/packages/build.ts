import { spawn } from "node:child_process";
import { once } from "node:events";
import { copyFile, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import tailwind from "@tailwindcss/postcss";
import postcss, { type AtRule, type Plugin } from "postcss";
import { ROOT } from "../root";
import { bundleCommand, licences } from "./command";

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
  const changed = await Promise.all([...sources, join(root, "tsconfig.base.json")].map(newest));
  return Math.max(...changed) < stamp.mtimeMs;
}

/** One file in, one file out: `"use client"` and the like stay where they are. */
async function compile(root: string, directory: string): Promise<void> {
  const tsc = join(ROOT, "node_modules/typescript/bin/tsc");
  const child = spawn(process.execPath, [tsc, "-p", directory], { cwd: root, stdio: ["ignore", 2, 2] });
  const [code] = await once(child, "exit");
  if (code !== 0) throw new Error(`${directory} could not be compiled; tsc says why above`);
}

/** Whoever installs the package needs no Tailwind: its pages have one sheet, compiled here. */
async function compileStyles(directory: string): Promise<void> {
  const from = join(directory, "src/ui/styles/index.css");
  const to = join(directory, "dist/styles.css");
  const { css } = await postcss([tailwind({ optimize: true }), scoped]).process(
    await readFile(from, "utf8"),
    {
      from,
      to,
    },
  );
  await writeFile(to, css);
}

/**
 * Every class is good on Roundtrip's own pages only, and there stronger than a class of the same name in the host's sheet;
 * the names of our colours say nothing on the root, where a host may have its own.
 */
const scoped: Plugin = {
  postcssPlugin: "scoped",
  OnceExit(root) {
    root.walkAtRules("layer", (layer) => {
      if (layer.params === "theme") layer.remove();
    });
    root.walkRules((rule) => {
      const { parent } = rule;
      const isStep = parent?.type === "atrule" && (parent as AtRule).name.endsWith("keyframes");
      if (isStep || parent?.type === "rule") return;
      rule.selectors = rule.selectors.map((one) => (one.includes(".roundtrip") ? one : `.roundtrip ${one}`));
    });
  },
};

async function buildPackage(root: string, name: Name): Promise<void> {
  const directory = join(root, "packages", name);
  await rm(join(directory, "dist"), { recursive: true, force: true });
  await compile(root, directory);
  if (name === "roundtrip") {
    await compileStyles(directory);
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
    await buildPackage(root, name);
    built.push(name);
  }
  return built;
}
