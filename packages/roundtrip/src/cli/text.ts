import type { Verdict } from "#verdict/answer.js";

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g;

/** One line that cannot steer a terminal, nor be read by a CI runner as one of its own commands. */
export const oneLine = (text: string): string =>
  text
    .replace(CONTROL, " ")
    .replaceAll("##[", "## [")
    .replace(/^\s*::/, ": :")
    .trim();

/** @param ms milliseconds; null where nothing was measured */
export function duration(ms: number | null): string {
  if (ms === null) return "-";
  if (ms < 1000) return `${Math.round(ms)} ms`;
  return `${(ms / 1000).toFixed(ms < 100_000 ? 1 : 0)} s`;
}

const CODES = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33, magenta: 35, cyan: 36 } as const;
type Tone = keyof typeof CODES;
export type Paint = (tone: Tone, text: string) => string;

export const colours: Paint = (tone, text) => `\u001b[${CODES[tone]}m${text}\u001b[0m`;
export const noColours: Paint = (_tone, text) => text;

export const TONE: Readonly<Record<Verdict, Tone>> = {
  pass: "green",
  warn: "yellow",
  fail: "red",
  unknown: "magenta",
  pending: "cyan",
};

/** Breaks at spaces; the first line and the following ones are indented alike. A word is never cut. */
export function wrap(text: string, width: number, indent: string): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line && indent.length + line.length + 1 + word.length > width) {
      lines.push(indent + line);
      line = word;
    } else line = line ? `${line} ${word}` : word;
  }
  return [...lines, indent + line];
}
