import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { z } from "zod";
import { ROOT } from "../root";
import type { Packed } from "./pack";

const run = promisify(execFile);

export interface Installed {
  directory: string;
  remove(): Promise<void>;
}

/** A package as npm installs it. */
export async function unpack({ tarball }: Packed, place: string): Promise<void> {
  await mkdir(place, { recursive: true });
  await run("tar", ["-xzf", tarball, "-C", place, "--strip-components=1"]);
}

/**
 * A folder with nothing but packed packages and what their manifests ask for, which is taken from this checkout:
 * so no registry is asked, and what a manifest forgets is missing.
 * @param more names of further packages of the checkout, such as optional peers
 */
export async function install(packages: readonly Packed[], more: readonly string[] = []): Promise<Installed> {
  const directory = await mkdtemp(join(tmpdir(), "roundtrip-packed-"));
  for (const one of packages) await unpack(one, join(directory, "node_modules", one.manifest.name));
  const own = new Set(packages.map(({ manifest }) => manifest.name));
  const asked = packages.flatMap(({ manifest }) => [
    ...Object.keys(manifest.dependencies),
    ...Object.keys(manifest.peerDependencies).filter((one) => !manifest.peerDependenciesMeta[one]?.optional),
  ]);
  for (const name of new Set([...asked, ...more])) {
    if (own.has(name)) continue;
    const place = join(directory, "node_modules", name);
    await mkdir(dirname(place), { recursive: true });
    await symlink(join(ROOT, "node_modules", name), place, "junction");
  }
  await writeFile(join(directory, "package.json"), JSON.stringify({ name: "empty", type: "module" }));
  return { directory, remove: () => rm(directory, { recursive: true, force: true }) };
}

/** What can be imported of a package, style sheets included. */
export const subpaths = ({ manifest }: Packed): string[] =>
  Object.keys(manifest.exports).map((key) => `${manifest.name}${key.slice(1)}`);

/** How many packages are installed for a package's own dependencies, itself not counted. */
export async function dependencyCount(manifest: Packed["manifest"]): Promise<number> {
  const lock = z
    .object({
      packages: z.record(
        z.string(),
        z.looseObject({ dependencies: z.record(z.string(), z.string()).optional() }),
      ),
    })
    .parse(JSON.parse(await readFile(join(ROOT, "package-lock.json"), "utf8"))).packages;
  const seen = new Set<string>();
  const find = (from: string, name: string): string | null => {
    for (let place = from; ; place = place.replace(/\/?node_modules\/(@[^/]+\/)?[^/]+$/, "")) {
      const key = `${place}${place ? "/" : ""}node_modules/${name}`;
      if (key in lock) return key;
      if (place === "") return null;
    }
  };
  const visit = (from: string, names: readonly string[]) => {
    for (const name of names) {
      const key = find(from, name);
      if (key === null || seen.has(key)) continue;
      seen.add(key);
      visit(key, Object.keys(lock[key]?.dependencies ?? {}));
    }
  };
  visit("", Object.keys(manifest.dependencies));
  return seen.size;
}
