/** A host's files, as far as `init` looks at them: paths from its root, with slashes, in order. */
export interface Tree {
  paths: readonly string[];
  /** @returns null where there is no such file */
  read(path: string): string | null;
}

/** What lies around a host's files. */
export interface Surroundings {
  /** Lock files of the host's folder and those above it, the nearest first. */
  locks: readonly string[];
  /** Versions of the packages that are installed. */
  installed: Readonly<Record<string, string | undefined>>;
  /** Files that git tracks and that have changes; null where git knows nothing of this folder. */
  changed: readonly string[] | null;
}

const EXTENSIONS = ["ts", "tsx", "mts", "cts", "js", "jsx", "mjs", "cjs"];
export const SOURCE = new RegExp(`\\.(${EXTENSIONS.join("|")})$`);

/** @returns the source files, without tests and declarations of types */
export const sources = (tree: Tree): readonly string[] =>
  tree.paths.filter((path) => SOURCE.test(path) && !/\.(test|spec|d)\.[cm]?[jt]sx?$/.test(path));

/** @returns the first of the paths, without extension, that is a file, under any extension that Next.js reads */
export function sourceAt(tree: Tree, ...stems: readonly string[]): string | null {
  const candidates = stems.flatMap((stem) => EXTENSIONS.map((extension) => `${stem}.${extension}`));
  return candidates.find((path) => tree.read(path) !== null) ?? null;
}
