import { SOURCE, type Tree } from "./tree.js";

const AFTER = /import\s*\{[^}]*\bafter\b[^}]*\}\s*from\s*["']next\/server["']/;

/** Files of the host's own that call Next.js' after(), whose errors nobody reports. */
export const filesWithAfter = (tree: Tree): string[] =>
  tree.paths.filter((path) => SOURCE.test(path) && AFTER.test(tree.read(path) ?? ""));
