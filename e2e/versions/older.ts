import { cp, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { hideMaps, KEEPING_MAPS } from "#stand-ins/maps.js";
import { ROOT } from "@/local/root";
import { must, run } from "../hosts/run";

/** Why an older version cannot be had here. */
export class Unavailable extends Error {
  override readonly name = "Unavailable";
}

const STORE = ["packages/roundtrip/src/store/libsql", "packages/roundtrip/src/store/redis"];

const git = (...words: string[]) => run("git", words, ROOT);

/** @returns the commit; without a name the one before the last that changed how a store keeps what it has */
export async function commitOf(ref: string | undefined): Promise<string> {
  const { stdout: shallow } = await git("rev-parse", "--is-shallow-repository");
  const fetch =
    shallow.trim() === "true" ? " This clone is shallow: run git fetch --unshallow, and try again." : "";
  const last = ref ?? `${(await git("log", "-1", "--format=%H", "--", ...STORE)).stdout.trim()}^`;
  const { code, stdout } = await git("rev-parse", "--verify", "--quiet", `${last}^{commit}`);
  if (code !== 0) throw new Unavailable(`there is no commit ${last} in this clone.${fetch}`);
  const commit = stdout.trim();
  if ((await git("cat-file", "-e", `${commit}:packages/roundtrip/package.json`)).code !== 0)
    throw new Unavailable(`${commit.slice(0, 12)} is older than the package.`);
  return commit;
}

/** Builds app and package of a commit, in a working tree of its own: nothing but this clone and npm is asked. */
export async function buildOlder(commit: string, into: string): Promise<void> {
  await must("git", ["worktree", "add", "--quiet", "--detach", into, commit], ROOT);
  await must("npm", ["ci", "--no-audit", "--no-fund", "--prefer-offline"], into);
  await must("npm", ["run", "build"], into, { ...KEEPING_MAPS, NEXT_TELEMETRY_DISABLED: "1" });
  await hideMaps(join(into, ".next"));
}

export const removeOlder = (directory: string) => git("worktree", "remove", "--force", directory);

/** What both versions have built, as one folder that the local Sentry reads source maps in. */
export async function jointMaps(directories: readonly string[], into: string): Promise<string> {
  for (const [at, directory] of directories.entries()) {
    await mkdir(join(into, "server"), { recursive: true });
    await cp(join(directory, ".next/server"), join(into, "server", String(at)), { recursive: true });
  }
  return into;
}
