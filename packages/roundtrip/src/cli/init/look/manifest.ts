import type { Surroundings, Tree } from "./tree.js";

export type Manager = "npm" | "pnpm" | "yarn" | "bun";

/** What a host's package.json says. */
export interface Manifest {
  name: string;
  /** Ranges of the packages that the host itself asks for. */
  declared: Readonly<Record<string, string>>;
  packageManager: string | null;
}

const record = (value: unknown): Record<string, unknown> =>
  typeof value === "object" && value !== null ? { ...value } : {};

/** @returns null where there is no package.json that can be read */
export function manifestOf(tree: Tree): Manifest | null {
  const text = tree.read("package.json");
  if (text === null) return null;
  try {
    const { name, packageManager, dependencies, devDependencies } = record(JSON.parse(text));
    const ranges = Object.entries({ ...record(devDependencies), ...record(dependencies) });
    return {
      name: typeof name === "string" ? name.replace(/^@[^/]*\//, "") : "app",
      declared: Object.fromEntries(
        ranges.flatMap(([one, range]) => (typeof range === "string" ? [[one, range] as const] : [])),
      ),
      packageManager: typeof packageManager === "string" ? packageManager : null,
    };
  } catch {
    return null;
  }
}

const BY_LOCK: readonly (readonly [RegExp, Manager])[] = [
  [/^pnpm-/, "pnpm"],
  [/^yarn\./, "yarn"],
  [/^bun\./, "bun"],
];

/** The package manager that the host names, else that of the nearest lock file. */
export function managerOf({ packageManager }: Manifest, { locks }: Surroundings): Manager {
  const named = /^(npm|pnpm|yarn|bun)@/.exec(packageManager ?? "")?.[1];
  if (named === "npm" || named === "pnpm" || named === "yarn" || named === "bun") return named;
  return BY_LOCK.find(([pattern]) => pattern.test(locks[0] ?? ""))?.[1] ?? "npm";
}

/** The version of a package: as it is installed, else the least that its range admits; null where neither is known. */
export function versionOf(name: string, { declared }: Manifest, { installed }: Surroundings): string | null {
  return installed[name] ?? /\d+(\.\d+){0,2}/.exec(declared[name] ?? "")?.[0] ?? null;
}
