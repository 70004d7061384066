import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import {
  cp,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  symlink,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { hideMaps, KEEPING_MAPS } from "#stand-ins/maps.js";
import { buildPackages } from "@/local/packages/build";
import { unpack } from "@/local/packed/install";
import { pack } from "@/local/packed/pack";
import { ROOT } from "@/local/root";
import { isHosts, OTHER_CORE, OWN, PATCHES } from "./patches";

/** As this repository has the package, or as npm would publish it. */
export type Install = "linked" | "packed";

const HOMES: Readonly<Record<Install, string>> = {
  linked: join(ROOT, ".data/sabotage"),
  packed: join(ROOT, ".data/sabotage-packed"),
};
/** Folders of the repository that are no part of the app. */
const OUTSIDE = /^(local|cli|e2e|bench|docs|coverage|test-results|playwright-report)$/;
/** What is built and installed, wherever it lies: it differs from hour to hour, and the code does not. */
const MADE = /^(node_modules|dist|\..*)$/;
/** A lock file would make this copy a root of its own, and what is installed lies above it. */
const LEFT_OUT =
  /(\.test\.tsx?|\.tsbuildinfo|\.md|^package-lock\.json|^next-env\.d\.ts|(^|\/)(vitest|playwright)\..*|^packages\/[^/]+\/(LICENSE|THIRD-PARTY-LICENSES))$/;

async function sources(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { withFileTypes: true });
  const found = await Promise.all(
    entries.map(async (entry) => {
      const path = join(directory, entry.name);
      if (entry.isDirectory())
        return (directory === ROOT && OUTSIDE.test(entry.name)) || MADE.test(entry.name) ? [] : sources(path);
      return LEFT_OUT.test(relative(ROOT, path)) || !entry.isFile() ? [] : [path];
    }),
  );
  return found.flat().sort();
}

/** The app's own files, with the faults put in. Throws when a place is no longer as a patch expects it. */
export async function alteredSources(install: Install): Promise<Map<string, string | Buffer>> {
  const files = new Map<string, string | Buffer>();
  for (const path of await sources(ROOT)) files.set(relative(ROOT, path), await readFile(path));
  for (const [file, text] of Object.entries(OWN)) files.set(file, text);
  for (const { file, find, put } of PATCHES.filter((one) => install === "linked" || isHosts(one))) {
    const text = String(files.get(file) ?? "");
    const times = text.split(find).length - 1;
    if (times !== 1)
      throw new Error(
        `e2e/sabotage/altered/patches.ts: ${file} holds this ${times} times, not once: ${find}`,
      );
    files.set(
      file,
      text.replace(find, () => put),
    );
  }
  return files;
}

async function copyCore(directory: string): Promise<void> {
  const target = join(directory, OTHER_CORE.to);
  const plain = (path: string) => !path.endsWith(".map");
  await cp(join(ROOT, OTHER_CORE.from), target, { recursive: true, filter: plain });
  const version = join(target, "utils/version.js");
  const text = await readFile(version, "utf8");
  const changed = text.replace(/SDK_VERSION = "[^"]+"/, `SDK_VERSION = "${OTHER_CORE.version}"`);
  if (changed === text) throw new Error(`no version to change in ${version}`);
  await writeFile(version, changed);
}

/** Nearer than what is installed above: the copy runs its own package. */
async function installPackage(directory: string, install: Install): Promise<void> {
  const place = join(directory, "node_modules/@roundtrip/next");
  await mkdir(dirname(place), { recursive: true });
  if (install === "linked") {
    await buildPackages(directory);
    return symlink("../../packages/roundtrip", place);
  }
  await buildPackages();
  const tarballs = await mkdtemp(join(tmpdir(), "roundtrip-tarball-"));
  try {
    await unpack(await pack("roundtrip", tarballs), place);
  } finally {
    await rm(tarballs, { recursive: true, force: true });
  }
}

/**
 * The directory of a build of this very code with faults in it, which SABOTAGE_FAULT wakes one at a time.
 * Built once for each state of the code, below `.data/`.
 * @param install packed: the app's own files alone hold faults
 */
export async function alteredBuild(install: Install = "linked"): Promise<string> {
  const files = await alteredSources(install);
  const home = HOMES[install];
  const hash = createHash("sha256").update(await readFile(join(ROOT, "package-lock.json")));
  for (const [name, content] of files) hash.update(`${name}\0`).update(content);
  const directory = join(home, hash.digest("hex").slice(0, 16));
  if (await stat(join(directory, ".next/BUILD_ID")).catch(() => null)) return directory;
  await rm(home, { recursive: true, force: true });
  const fresh = `${directory}.new`;
  for (const [name, content] of files) {
    if (install === "packed" && name.startsWith("packages/")) continue;
    await mkdir(join(fresh, name, ".."), { recursive: true });
    await writeFile(join(fresh, name), content);
  }
  await copyCore(fresh);
  await installPackage(fresh, install);
  await rename(fresh, directory);
  await nextBuild(directory);
  return directory;
}

async function nextBuild(cwd: string): Promise<void> {
  const next = join(ROOT, "node_modules/next/dist/bin/next");
  const env = {
    ...process.env,
    ...KEEPING_MAPS,
    NODE_ENV: "production" as const,
    NEXT_TELEMETRY_DISABLED: "1",
    SABOTAGE_ROOT: ROOT,
  };
  const child = spawn(process.execPath, [next, "build"], { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk) => {
      said = `${said}${String(chunk)}`.slice(-8_000);
    });
  const stop = () => child.kill("SIGTERM");
  process.once("exit", stop);
  const [code] = await once(child, "exit");
  process.off("exit", stop);
  if (code !== 0) throw new Error(`the altered app could not be built:\n${said}`);
  await hideMaps(join(cwd, ".next"));
}
