import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Host } from "./rows/host";

/** The lines that init prints below the name of a file: what its owner is asked to write there. */
const linesFor = (path: string, output: string): string[] => {
  const lines = output.split("\n");
  const begin = lines.findIndex((line) => line.startsWith(`${path}: `));
  if (begin < 0) return [];
  const rest = lines.slice(begin + 1);
  const end = rest.findIndex((line) => !line.startsWith("  "));
  return rest.slice(0, end < 0 ? undefined : end).map((line) => line.trim());
};

/** Does what init asks of the owner, to the letter. */
export async function writePrinted({ printed = {} }: Host, root: string, output: string): Promise<string[]> {
  const faults: string[] = [];
  for (const [path, write] of Object.entries(printed)) {
    const lines = linesFor(path, output);
    if (lines.length === 0) faults.push(`init prints no lines for ${path}: ${output}`);
    else await writeFile(join(root, path), write(await readFile(join(root, path), "utf8"), lines));
  }
  return faults;
}

/** Puts imports before a file's own, and every other line where its function begins. */
export const atBeginningOf =
  (head: string) =>
  (text: string, lines: readonly string[]): string => {
    const isImport = (line: string) => line.startsWith("import ");
    const statements = lines.filter((line) => !isImport(line)).map((line) => `\n  ${line}`);
    const imports = lines.filter(isImport).map((line) => `${line}\n`);
    return imports.join("") + text.replace(head, () => head + statements.join(""));
  };

/** Puts what the file exports where the line that init prints has `yours`. */
export const around =
  (exported: string, yours: string) =>
  (text: string, lines: readonly string[]): string => {
    const [imported = "", line = ""] = lines;
    return `${imported}\n${text.replace(exported, () => line.replace("yours", () => yours))}`;
  };

export async function kept({ keeps = {} }: Host, root: string): Promise<string[]> {
  const faults: string[] = [];
  for (const [path, texts] of Object.entries(keeps)) {
    const now = await readFile(join(root, path), "utf8");
    faults.push(...texts.filter((text) => !now.includes(text)).map((text) => `${path} has lost ${text}`));
  }
  return faults;
}
