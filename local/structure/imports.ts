import { posix } from "node:path";
import type { SourceFile } from "./files";

const PRODUCT = "packages/roundtrip/src/";
/** What a later row may import of an earlier one, and never the other way round. */
const LAYERS: readonly (readonly string[])[] = [
  ["state"],
  ["checks"],
  ["verdict"],
  ["log", "network", "http", "config", "store", "sentry", "inngest"],
  ["runs"],
  ["access", "watch", "doctor"],
  ["next", "ui"],
  ["cli"],
];
/** The command runs outside the app: of the rooms between, it knows words and types of two. */
const COMMAND_KNOWS = new Set(["checks", "verdict", "doctor", "sentry", "cli"]);

export interface Import {
  from: string;
  to: string;
  /** Gone once types are: such imports make no cycle when the program runs. */
  typeOnly: boolean;
}

const STATEMENT = /^(?:import|export)\s+(type\s+)?(?:[^;"']*?\sfrom\s+)?"([^"]+)"/gm;
const DYNAMIC = /\bimport\(\s*"([^"]+)"/g;

/** Imports within one package's sources, or within the repository around them. */
export function importsOf(files: readonly SourceFile[]): Import[] {
  const paths = new Set(files.map(({ path }) => path));
  return files.flatMap(({ path: from, text }) => {
    const found = (specifier: string, typeOnly: boolean) => {
      const to = resolve(from, specifier, paths);
      return to === null ? [] : [{ from, to, typeOnly }];
    };
    return [
      ...[...text.matchAll(STATEMENT)].flatMap(([, type, to = ""]) => found(to, type !== undefined)),
      ...[...text.matchAll(DYNAMIC)].flatMap(([, to = ""]) => found(to, true)),
    ];
  });
}

function resolve(from: string, specifier: string, paths: ReadonlySet<string>): string | null {
  const [, own = PRODUCT] = /^(packages\/[^/]+\/src\/)/.exec(from) ?? [];
  const base = specifier.startsWith("#")
    ? own + specifier.slice(1)
    : specifier.startsWith(".")
      ? posix.join(posix.dirname(from), specifier)
      : null;
  if (base === null) return null;
  const bare = base.replace(/\.js$/, "");
  return [base, `${bare}.ts`, `${bare}.tsx`, `${base}/index.ts`].find((one) => paths.has(one)) ?? null;
}

const roomOf = (path: string) =>
  path.startsWith(PRODUCT) ? (path.slice(PRODUCT.length).split("/")[0] ?? "") : null;
const layerOf = (room: string) => LAYERS.findIndex((rooms) => rooms.includes(room));

/** Rooms that no layer names: where they belong is not yet decided. */
export function strangers(files: readonly SourceFile[]): string[] {
  const rooms = files.flatMap(({ path }) => roomOf(path) ?? []);
  return [...new Set(rooms)].filter((room) => layerOf(room) < 0 && !room.includes("."));
}

/** Imports of the product that run against the order of its rooms. */
export function upward(imports: readonly Import[], files: readonly SourceFile[]): Import[] {
  const parts = new Map(files.map(({ path, part }) => [path, part]));
  return imports.filter(({ from, to }) => {
    const [importer, imported] = [roomOf(from), roomOf(to)];
    if (importer === null || imported === null || parts.get(from) !== "product") return false;
    if (importer === "cli") return !COMMAND_KNOWS.has(imported);
    return layerOf(imported) > layerOf(importer);
  });
}

/** Files that import each other, in groups; types alone make no cycle. */
export function cycles(imports: readonly Import[]): string[][] {
  const next = new Map<string, string[]>();
  for (const { from, to, typeOnly } of imports)
    if (!typeOnly) next.set(from, [...(next.get(from) ?? []), to]);
  const reached = (start: string): Set<string> => {
    const seen = new Set<string>();
    const open = [...(next.get(start) ?? [])];
    for (let path = open.pop(); path !== undefined; path = open.pop()) {
      if (seen.has(path)) continue;
      seen.add(path);
      open.push(...(next.get(path) ?? []));
    }
    return seen;
  };
  const reach = new Map([...next.keys()].map((path) => [path, reached(path)]));
  const inCycle = [...reach].filter(([path, seen]) => seen.has(path)).map(([path]) => path);
  const groups = inCycle.map((path) =>
    inCycle.filter((other) => reach.get(path)?.has(other) && reach.get(other)?.has(path)).sort(),
  );
  return [...new Map(groups.map((group) => [group.join(), group])).values()];
}
