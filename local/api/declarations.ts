import { readFileSync } from "node:fs";
import { posix } from "node:path";

/** Where a name comes from: another file of the package, and what it is called there. */
interface Origin {
  file: string;
  name: string;
}

/** A file of declarations as `tsc` writes it. */
export interface Declarations {
  /** Name to text, without comments; what is exported by default is called `default`. */
  statements: ReadonlyMap<string, string>;
  exported: ReadonlyMap<string, Origin>;
  imported: ReadonlyMap<string, Origin>;
}

const STATEMENT =
  /^(export (?:default )?)?(?:declare )?(?:abstract )?(?:async )?(?:function|const|let|class|interface|type|enum) (\w+)/;
const LIST = /^(import|export) (?:type )?(?:\w+, )?\{([^}]*)\}(?: from "([^"]+)")?/;
const COMMENT = /^[ \t]*\/\*\*[\s\S]*?\*\/[ \t]*\n/gm;

/** What a host that is handed an object cannot reach. */
const INNER = /^ +(?:private|#|constructor\b).*;\n/gm;

/** `tsc` begins every statement in the first column, and what belongs to it does not, but for a closing bracket. */
const statementsOf = (text: string): string[] =>
  text
    .replace(COMMENT, "")
    .replace(INNER, "")
    .split(/^(?=(?:import|export|declare|interface|type|abstract|class)\b)/m)
    .map((one) => one.trim());

const namesIn = (list: string): [name: string, alias: string][] =>
  list.split(",").flatMap((one) => {
    const [name = "", alias = name] = one
      .trim()
      .replace(/^type /, "")
      .split(" as ");
    return name ? [[name, alias] as [string, string]] : [];
  });

/** The file that a specifier names, if it is of the same package. */
function fileOf(from: string, specifier: string): string | null {
  const path = specifier.startsWith("#")
    ? `dist/${specifier.slice(1)}`
    : specifier.startsWith(".")
      ? posix.join(posix.dirname(from), specifier)
      : null;
  return path?.replace(/\.js$/, ".d.ts") ?? null;
}

/** @param file below the package's folder */
export function declarationsIn(folder: string, file: string): Declarations {
  const statements = new Map<string, string>();
  const exported = new Map<string, Origin>();
  const imported = new Map<string, Origin>();
  const text = readFileSync(posix.join(folder, file), "utf8");
  for (const statement of statementsOf(text)) {
    const [, isExported, name] = STATEMENT.exec(statement) ?? [];
    if (name) {
      // Overloads follow each other under one name.
      statements.set(name, [statements.get(name), statement].filter(Boolean).join("\n"));
      if (isExported) exported.set(/default/.test(isExported) ? "default" : name, { file, name });
      continue;
    }
    const [, verb, list = "", specifier] = LIST.exec(statement) ?? [];
    const from = specifier === undefined ? file : fileOf(file, specifier);
    if (from === null) continue;
    for (const [original, alias] of namesIn(list))
      if (verb === "export") exported.set(alias, { file: from, name: original });
      else imported.set(alias, { file: from, name: original });
  }
  for (const [, specifier = "", name = ""] of text.matchAll(/import\("([^"]+)"\)\.(\w+)/g)) {
    const from = fileOf(file, specifier);
    if (from !== null) imported.set(name, { file: from, name });
  }
  return { statements, exported, imported };
}
