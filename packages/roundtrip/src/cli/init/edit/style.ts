/** How a host writes its own lines: ours beside them look alike, and pass its lint rules. */
export interface Style {
  quote: "'" | '"';
  semicolon: ";" | "";
}

export function styleOf(source: string): Style {
  const lines = source.split(/\r?\n/).filter((line) => /^\s*(import|export|const|let|return)\b/.test(line));
  const count = (pattern: RegExp) => lines.filter((line) => pattern.test(line)).length;
  const closed = count(/[;]\s*(\/\/.*)?$/);
  const open = count(/['")\]\w}]\s*$/) - count(/[{(,]\s*$/);
  return {
    quote: count(/'[^'"]*'/) > count(/"[^'"]*"/) ? "'" : '"',
    semicolon: lines.length > 0 && closed === 0 && open > 0 ? "" : ";",
  };
}

/** @param text lines with double quotes and semicolons, and no quotes within quotes */
export const inStyle = (text: string, { quote, semicolon }: Style): string =>
  text.replaceAll('"', quote).replace(/;$/gm, semicolon);
