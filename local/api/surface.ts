import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { type Declarations, declarationsIn } from "./declarations";

const Manifest = z.object({ name: z.string(), exports: z.record(z.string(), z.unknown()) });

/** The built files behind a subpath, with the condition under which it is another one. */
function targets(value: unknown, condition = ""): [condition: string, file: string][] {
  if (typeof value === "string") return value.endsWith(".js") ? [[condition, value]] : [];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === "@roundtrip/source" || key === "types" ? [] : targets(inner, key),
  );
}

/** All that a host can name of one file, and what that is made of, each once. */
function surfaceOf(folder: string, entry: string): string[] {
  const read = new Map<string, Declarations>();
  const open = (file: string): Declarations => {
    const known = read.get(file) ?? declarationsIn(folder, file);
    read.set(file, known);
    return known;
  };
  const lines = new Map<string, string>();
  const add = (file: string, name: string): void => {
    const { statements, exported, imported } = open(file);
    const text = statements.get(name);
    if (text === undefined) {
      const origin = exported.get(name);
      if (origin && (origin.file !== file || origin.name !== name)) add(origin.file, origin.name);
      return;
    }
    if (lines.has(`${file} ${name}`)) return;
    lines.set(`${file} ${name}`, text);
    for (const [word] of text.matchAll(/\b[A-Za-z_$][\w$]*\b/g)) {
      const origin = statements.has(word) ? { file, name: word } : imported.get(word);
      if (origin) add(origin.file, origin.name);
    }
  };
  const { exported } = open(entry);
  const names = [...exported].map(([alias, { name }]) => (alias === name ? name : `${name} as ${alias}`));
  for (const { file, name } of exported.values()) add(file, name);
  return [`export { ${names.sort().join(", ")} };`, ...lines.values()];
}

/**
 * What a host can import of a built package, subpath by subpath, as Markdown.
 * @param folder of the package, built
 */
export function publicTypes(folder: string): string {
  const { name, exports } = Manifest.parse(JSON.parse(readFileSync(join(folder, "package.json"), "utf8")));
  const sections = Object.entries(exports).flatMap(([subpath, value]) =>
    targets(value).map(([condition, file]) => {
      const when = condition === "default" || condition === "" ? "" : ` (${condition})`;
      const entry = file.replace(/^\.\//, "").replace(/\.js$/, ".d.ts");
      return `## ${name}${subpath.slice(1)}${when}\n\n\`\`\`ts\n${surfaceOf(folder, entry).join("\n")}\n\`\`\`\n`;
    }),
  );
  const head = `# Public types of ${name}\n\nWritten by \`npm run api -- --write\`; \`npm run check\` holds the package to it.\n`;
  return [head, ...sections.sort()].join("\n");
}
