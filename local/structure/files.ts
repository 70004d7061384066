import { readdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";

/** Paths are below the root, with slashes. */
export interface SourceFile {
  path: string;
  folder: string;
  text: string;
  lines: number;
  /** product: what a package holds; test: what only tests import; host: the app; tool: what builds and starts. */
  part: "product" | "test" | "host" | "tool";
}

const TREES = ["packages", "app", "inngest", "local", "e2e", "bench", "docs"];
const CODE = /\.(tsx?|mts|mjs|cjs|css)$/;
const ELSEWHERE = /^(node_modules|dist|\.next|\.data)$/;
/** Written by programs: nobody reads them side by side. */
const GENERATED = /\.(d\.ts)$/;

function partOf(path: string): SourceFile["part"] {
  if (/\.(test|spec)\.[a-z]+$|\/testing\/|^(e2e|bench)\//.test(path)) return "test";
  if (path.startsWith("packages/")) return "product";
  return path.startsWith("local/") || path.startsWith("docs/") ? "tool" : "host";
}

async function below(root: string, folder: string): Promise<string[]> {
  const entries = await readdir(join(root, folder), { withFileTypes: true }).catch(() => []);
  const paths = entries.map(async (entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return ELSEWHERE.test(entry.name) ? [] : below(root, path);
    return CODE.test(entry.name) && !GENERATED.test(entry.name) ? [path] : [];
  });
  return (await Promise.all(paths)).flat();
}

/** Every file of code that somebody wrote, but for those at the root, where tools look for them. */
export async function sourceFiles(root: string): Promise<SourceFile[]> {
  const paths = (await Promise.all(TREES.map((tree) => below(root, tree)))).flat().sort();
  return Promise.all(
    paths.map(async (path) => {
      const text = await readFile(join(root, path), "utf8");
      return { path, folder: dirname(path), text, lines: text.split("\n").length - 1, part: partOf(path) };
    }),
  );
}
