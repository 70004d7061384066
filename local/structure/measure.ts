import type { SourceFile } from "./files";
import { functionLengths } from "./functions";
import { cycles, importsOf, strangers, upward } from "./imports";

/** Where a folder is a subject. Suites are lists of subjects, and pages have addresses. */
const FOLDERS_COUNT = /^(packages|app|local)\//;
export const FILES_MAX = 15;
export const SIBLINGS_MAX = 10;
/** Of the product's files; the 90th percentile is what a long file may be. */
export const MEDIAN_MAX = 70;
export const NINETIETH_MAX = 160;
/** The same of the product's functions, those that are one expression not counted. */
export const FUNCTION_MEDIAN_MAX = 10;
export const FUNCTION_NINETIETH_MAX = 30;
/** Beyond it a function has two jobs, a component too. */
export const FUNCTION_LONG = 40;

export interface Figures {
  files: Record<SourceFile["part"], number>;
  lines: Record<SourceFile["part"], number>;
  largest: { folder: string; files: number };
  /** How many others an average file of a package has beside it. */
  siblings: number;
  median: number;
  ninetieth: number;
  longest: { path: string; lines: number }[];
  functions: { count: number; median: number; ninetieth: number; long: number; longest: string };
  imports: number;
  upward: number;
  cycles: number;
}

const PARTS = ["product", "host", "tool", "test"] as const;

function byFolder(files: readonly SourceFile[]): Map<string, number> {
  const folders = new Map<string, number>();
  for (const { folder } of files) folders.set(folder, (folders.get(folder) ?? 0) + 1);
  return folders;
}

function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

function functionsOf(product: readonly SourceFile[]): Figures["functions"] {
  const all = product
    .filter(({ path }) => /\.tsx?$/.test(path))
    .flatMap(({ path, text }) => functionLengths(text).map((one) => ({ ...one, path })))
    .sort((a, b) => a.lines - b.lines);
  const lengths = all.map(({ lines }) => lines);
  const last = all.at(-1);
  return {
    count: all.length,
    median: percentile(lengths, 0.5),
    ninetieth: percentile(lengths, 0.9),
    long: lengths.filter((lines) => lines > FUNCTION_LONG).length,
    longest: last ? `${last.path}:${last.line} ${last.lines}` : "none",
  };
}

/** What the structure is, and each place where it is not what it should be. */
export function measure(files: readonly SourceFile[]): { figures: Figures; problems: string[] } {
  const counted = [...byFolder(files.filter(({ path }) => FOLDERS_COUNT.test(path)))];
  const [folder, most] = counted.reduce((a, b) => (b[1] > a[1] ? b : a), ["", 0]);
  const packaged = [...byFolder(files.filter(({ path }) => path.startsWith("packages/"))).values()];
  const inAll = packaged.reduce((sum, one) => sum + one, 0);
  const product = files.filter(({ part }) => part === "product");
  const lengths = product.map(({ lines }) => lines).sort((a, b) => a - b);
  const imports = importsOf(files);
  const [up, rings] = [upward(imports, files), cycles(imports)];
  const sum = (part: SourceFile["part"], of: (file: SourceFile) => number) =>
    files.reduce((total, file) => total + (file.part === part ? of(file) : 0), 0);
  const each = (of: (file: SourceFile) => number) =>
    Object.fromEntries(PARTS.map((part) => [part, sum(part, of)])) as Figures["files"];
  const figures: Figures = {
    files: each(() => 1),
    lines: each(({ lines }) => lines),
    largest: { folder, files: most },
    siblings: inAll === 0 ? 0 : packaged.reduce((total, one) => total + one * (one - 1), 0) / inAll,
    median: percentile(lengths, 0.5),
    ninetieth: percentile(lengths, 0.9),
    functions: functionsOf(product),
    longest: [...product].sort((a, b) => b.lines - a.lines).slice(0, 5),
    imports: imports.length,
    upward: up.length,
    cycles: rings.length,
  };
  const problems = [
    ...counted.flatMap(([name, n]) =>
      n > FILES_MAX
        ? [`${name}/ holds ${n} files: at most ${FILES_MAX}. Give a subject of its own a folder.`]
        : [],
    ),
    ...strangers(files).map(
      (room) => `${room}/ is no room yet: give it its place in local/structure/imports.ts and biome.json.`,
    ),
    ...up.map(({ from, to }) => `${from} imports ${to}: rooms import those below them only.`),
    ...rings.map((ring) => `These import each other: ${ring.join(", ")}. Move what they share into a third.`),
    ...limits(figures),
  ];
  return { figures, problems };
}

const limits = ({ siblings, median, ninetieth, functions }: Figures): string[] => [
  ...(siblings > SIBLINGS_MAX
    ? [`An average file has ${siblings.toFixed(1)} others beside it: at most ${SIBLINGS_MAX}.`]
    : []),
  ...(median > MEDIAN_MAX ? [`The median file has ${median} lines: at most ${MEDIAN_MAX}.`] : []),
  ...(ninetieth > NINETIETH_MAX
    ? [`One file in ten has more than ${ninetieth} lines: at most ${NINETIETH_MAX}.`]
    : []),
  ...(functions.median > FUNCTION_MEDIAN_MAX
    ? [`The median function has ${functions.median} lines: at most ${FUNCTION_MEDIAN_MAX}.`]
    : []),
  ...(functions.ninetieth > FUNCTION_NINETIETH_MAX
    ? [`One function in ten has more than ${functions.ninetieth} lines: at most ${FUNCTION_NINETIETH_MAX}.`]
    : []),
];
