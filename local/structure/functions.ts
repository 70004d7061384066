export interface Length {
  /** Of the first line, counted from 1. */
  line: number;
  lines: number;
}

const DECLARED = /^\s*(?:export )?(?:default )?(?:async )?function\b/;
const METHOD = /^\s+(?:(?:static|override|private|protected|public|async|get|set) )*[#\w]+(?:<[^(]*>)?\(/;
/** What looks like a method, and is a statement. */
const STATEMENT = /^\s+(?:if|for|while|switch|catch|return|await|new|expect|test|super)\b/;
const ARROW = /=> \{$/;

const indentOf = (line: string): number => line.length - line.trimStart().length;

/** The line that closes what this one opens, as biome lays code out: the next with its indent that opens nothing more. */
function endOf(lines: readonly string[], from: number): number | null {
  const indent = indentOf(lines[from] ?? "");
  for (let at = from + 1; at < lines.length; at += 1) {
    const line = lines[at] ?? "";
    if (line.trim() === "" || indentOf(line) > indent) continue;
    if (!/^\s*[})\]]/.test(line)) return null;
    if (!/[{([]$/.test(line)) return at;
  }
  return null;
}

/** How long each function with a body of statements is, signature and closing bracket included. */
export function functionLengths(text: string): Length[] {
  const lines = text.split("\n");
  return lines.flatMap((line, at) => {
    const begins =
      DECLARED.test(line) ||
      ARROW.test(line) ||
      (METHOD.test(line) && !STATEMENT.test(line) && !/\(\{$/.test(line));
    if (!begins || !/[{(]$/.test(line)) return [];
    const end = endOf(lines, at);
    if (end === null || !/^\s*\}/.test(lines[end] ?? "")) return [];
    return [{ line: at + 1, lines: end - at + 1 }];
  });
}
