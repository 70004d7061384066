import type { Change } from "./plan.js";

interface Line {
  sign: " " | "+" | "-";
  text: string;
}
const CONTEXT = 2;

/** The longest common lines of two texts, as a table of their lengths from each pair of lines on. */
function lengths(a: readonly string[], b: readonly string[]): number[][] {
  const table = Array.from({ length: a.length + 1 }, () => new Array<number>(b.length + 1).fill(0));
  const at = (i: number, j: number) => table[i]?.[j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--) {
      const row = table[i];
      if (row) row[j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  return table;
}

function compared(a: readonly string[], b: readonly string[]): Line[] {
  const table = lengths(a, b);
  const lines: Line[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    const [left, right] = [a[i], b[j]];
    if (left !== undefined && left === right) {
      lines.push({ sign: " ", text: left });
      i++;
      j++;
    } else if (
      left !== undefined &&
      (right === undefined || (table[i + 1]?.[j] ?? 0) >= (table[i]?.[j + 1] ?? 0))
    ) {
      lines.push({ sign: "-", text: left });
      i++;
    } else {
      lines.push({ sign: "+", text: right ?? "" });
      j++;
    }
  }
  return lines;
}

const linesOf = (text: string): string[] => {
  const lines = text.split("\n");
  if (lines.at(-1) === "") lines.pop();
  return lines;
};

/** A change as people read it: what goes, what comes, and two lines around. */
export function diffOf({ path, before, after }: Change): string {
  const lines = compared(linesOf(before ?? ""), linesOf(after));
  const isNear = (index: number) =>
    lines.slice(Math.max(0, index - CONTEXT), index + CONTEXT + 1).some(({ sign }) => sign !== " ");
  const shown = lines.flatMap((line, index) => {
    if (isNear(index)) return [`${line.sign}${line.text}`];
    return index > 0 && isNear(index - 1) ? ["  …"] : [];
  });
  return [`--- ${before === null ? "(new)" : path}`, `+++ ${path}`, ...shown].join("\n");
}
