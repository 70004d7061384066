import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import type { Surroundings, Tree } from "./tree.js";

const LEFT_OUT = new Set(["node_modules", "dist", "out", "build", "coverage", "public"]);
/** Far beyond any app: a wrong folder, such as a home folder, must not be walked for minutes. */
const MOST_FILES = 50_000;
const LOCKS = [
  "package-lock.json",
  "npm-shrinkwrap.json",
  "pnpm-lock.yaml",
  "yarn.lock",
  "bun.lock",
  "bun.lockb",
];

/** Nothing but files: a pipe or a device would keep us waiting for ever. */
function read(path: string): string | null {
  try {
    return statSync(path).isFile() ? readFileSync(path, "utf8") : null;
  } catch {
    return null;
  }
}

function pathsBelow(root: string): string[] {
  const paths: string[] = [];
  const walk = (folder: string) => {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
      if (paths.length >= MOST_FILES) return;
      const path = folder ? `${folder}/${entry.name}` : entry.name;
      if (entry.isFile()) paths.push(path);
      else if (entry.isDirectory() && !LEFT_OUT.has(entry.name) && !entry.name.startsWith(".")) walk(path);
    }
  };
  if (existsSync(root) && statSync(root).isDirectory()) walk("");
  return paths.sort();
}

/** The files of a folder, read when they are asked for. */
export function diskTree(root: string): Tree {
  const known = new Map<string, string | null>();
  return {
    paths: pathsBelow(root),
    read: (path) => {
      if (!known.has(path)) known.set(path, read(join(root, path)));
      return known.get(path) ?? null;
    },
  };
}

/** @returns the folder and those above it */
function upwards(folder: string): string[] {
  const above = dirname(folder);
  return above === folder ? [folder] : [folder, ...upwards(above)];
}

function versionOf(root: string, name: string): string | undefined {
  const manifest = upwards(root)
    .map((folder) => read(join(folder, "node_modules", name, "package.json")))
    .find((text) => text !== null);
  if (!manifest) return undefined;
  try {
    const { version } = JSON.parse(manifest) as { version?: unknown };
    return typeof version === "string" ? version : undefined;
  } catch {
    return undefined;
  }
}

/** @returns null where there is no git, or no repository */
function changedFiles(root: string): string[] | null {
  try {
    // A folder's own settings may name a program for git to run.
    const own = ["-c", "core.fsmonitor=false"];
    const status = execFileSync("git", [...own, "status", "--porcelain", "--untracked-files=no", "--", "."], {
      cwd: root,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
    return status.split("\n").flatMap((line) => (line ? [line.slice(3)] : []));
  } catch {
    return null;
  }
}

export function surroundingsOf(given: string, packages: readonly string[]): Surroundings {
  const root = resolve(given);
  return {
    locks: upwards(root).flatMap((folder) => LOCKS.filter((name) => existsSync(join(folder, name)))),
    installed: Object.fromEntries(packages.map((name) => [name, versionOf(root, name)])),
    changed: changedFiles(root),
  };
}
