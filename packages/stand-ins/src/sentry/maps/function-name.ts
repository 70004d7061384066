import { originalPositionFor, sourceContentFor, type TraceMap } from "@jridgewell/trace-mapping";

const IDENTIFIER = /[\p{ID_Start}$_][\p{ID_Continue}$]*/uy;
const KEYWORDS = new Set(
  "async await class const default export function get let new return set static var".split(" "),
);

/** `Object.n [as x]` and `async n` are called `n` in the code. */
const bareName = (name: string): string => /([\w$]+)(?: \[as [^\]]*\])?$/.exec(name)?.[1] ?? "";

function identifierAt(source: string, line: number, column: number): string | null {
  IDENTIFIER.lastIndex = column;
  const found = IDENTIFIER.exec(source.split("\n")[line - 1] ?? "")?.[0];
  return found && !KEYWORDS.has(found) ? found : null;
}

/** Where the built line declares `name`, nearest before `column`; -1 when it does not. */
function declaration(line: string, name: string, column: number): number {
  const escaped = name.replaceAll("$", "\\$");
  const pattern = new RegExp(
    `(?<=function\\*? )${escaped}(?=\\()|(?<![\\w$.])${escaped}(?==(?:async ?)?(?:function|\\(|[\\w$]+=>))`,
    "g",
  );
  let at = -1;
  for (const found of line.slice(0, column).matchAll(pattern)) at = found.index;
  return at;
}

/**
 * What the source calls the function that the build calls `builtName`: the map's name for its declaration, or the
 * word that stands there in the source (Turbopack's maps hold no names). Null when the build does not tell.
 * `line` counts from 1, `column` from 0, both in the built file; `source` is the file that the frame is from.
 */
export function originalFunctionName(
  map: TraceMap,
  builtLine: string,
  builtName: string,
  { line, column, source }: { line: number; column: number; source: string },
): string | null {
  const name = bareName(builtName);
  if (!name) return null;
  const at = declaration(builtLine, name, column);
  if (at === -1) return null;
  const position = originalPositionFor(map, { line, column: at });
  if (position.source !== source) return null;
  if (position.name) return position.name;
  const content = sourceContentFor(map, position.source);
  return content === null ? null : identifierAt(content, position.line, position.column);
}
