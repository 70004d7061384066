import { posix } from "node:path";
import type { Tree } from "./tree.js";

/** Comments and trailing commas out, as TypeScript reads its own files. */
const plainJson = (text: string): string =>
  text
    .replace(/("(?:[^"\\]|\\.)*")|\/\/[^\n]*|\/\*[\s\S]*?\*\//g, (_all, string?: string) => string ?? "")
    .replace(/,(\s*[}\]])/g, "$1");

/** @returns the prefix of an import that reaches a folder, as `@/`; null where the host has none */
export function aliasOf(tree: Tree, folder: string): string | null {
  const text = tree.read("tsconfig.json") ?? tree.read("jsconfig.json");
  if (text === null) return null;
  try {
    const { compilerOptions } = JSON.parse(plainJson(text)) as {
      compilerOptions?: { baseUrl?: string; paths?: Record<string, string[]> };
    };
    const base = compilerOptions?.baseUrl ?? ".";
    const wanted = posix.join(folder, "*");
    const found = Object.entries(compilerOptions?.paths ?? {}).find(
      ([alias, [target]]) => alias.endsWith("/*") && target && posix.join(base, target) === wanted,
    );
    return found ? found[0].slice(0, -1) : null;
  } catch {
    return null;
  }
}

/** @returns how a file imports another, both without an alias */
export function relativeTo(from: string, to: string): string {
  const path = posix.relative(posix.dirname(from), to);
  return path.startsWith(".") ? path : `./${path}`;
}
