import type { Verdict } from "#verdict/answer.js";

/** Control characters, ends of lines, and what turns the direction of reading around. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]+/g;
/** GitHub, Azure Pipelines and TeamCity read it as a command, wherever it is in a line. */
const COMMAND = /##(?=[\w.]*\[)/g;

/** One line that cannot steer a terminal, nor be read by a CI runner as one of its own commands. */
export const oneLine = (text: string): string =>
  text
    .replace(CONTROL, " ")
    .replace(COMMAND, "## ")
    .replace(/^\s*::/, ": :")
    .trim();

/** The same of several lines, each with its indentation: of a folder that init looks at, nobody knows who wrote it. */
export const plainLines = (text: string): string =>
  text
    .split("\n")
    .map((line) => line.replaceAll("\t", "  "))
    .map((line) => (/^ */.exec(line)?.[0] ?? "") + oneLine(line))
    .join("\n");

/** As `JSON.parse` takes it back unchanged, and as harmless as `oneLine` makes a text. */
export const jsonLine = (value: unknown): string =>
  JSON.stringify(value)
    .replace(CONTROL, (some) =>
      [...some].map((one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, "0")}`).join(""),
    )
    .replace(COMMAND, "#\\u0023");

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
