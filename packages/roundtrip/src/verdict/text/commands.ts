import { addresses } from "#checks/mount/addresses.js";

/**
 * A remedy whose commands name this app, where it knows its address, in place of the word URL.
 * @param origin without a path; null where it is not known
 */
export const forApp = (remedy: string, origin: string | null): string =>
  origin === null ? remedy : remedy.replaceAll("--url URL", `--url ${origin}${addresses().basePath}`);

/** A piece of a remedy: words, or what stands in backticks there. */
export interface Piece {
  text: string;
  code: boolean;
}

/** Splits a remedy at its backticks; what they enclose is code. */
export const piecesOf = (remedy: string): Piece[] =>
  remedy
    .split("`")
    .map((text, index) => ({ text, code: index % 2 === 1 }))
    .filter(({ text }) => text !== "");

/** What may be copied into a terminal as it is, but for words in capitals. It ends the sentence that leads to it. */
const COMMAND = /`((?:curl|npm|npx|openssl|node|inngest) [^`]*)`\.? */;

export interface Step {
  /** May be empty. */
  words: string;
  /** What the words lead to; null after the last command. */
  command: string | null;
}

/** A remedy as a page says it: words, and below them the command that they end with. */
export function stepsOf(remedy: string): Step[] {
  const parts = remedy.split(COMMAND);
  return parts.flatMap((words, index) => {
    const command = parts[index + 1] ?? null;
    return index % 2 === 0 && (words || command) ? [{ words: words.trim(), command }] : [];
  });
}
