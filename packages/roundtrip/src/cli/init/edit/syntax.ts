import { parse } from "@babel/parser";
import type { File, Node } from "@babel/types";

/** A file that `init` must change and cannot: the message says what the owner writes there instead. */
export class CannotEdit extends Error {
  override readonly name = "CannotEdit";
}

/** What takes the place of the characters from `start` to `end`. */
export interface Splice {
  start: number;
  end: number;
  text: string;
}

export function syntaxOf(source: string, path: string): File {
  const jsx = /\.[cm]?ts$/.test(path) ? [] : (["jsx"] as const);
  try {
    return parse(source, {
      sourceType: "unambiguous",
      plugins: ["typescript", ...jsx],
      allowReturnOutsideFunction: true,
    });
  } catch {
    throw new CannotEdit(`${path}: cannot be read as JavaScript or TypeScript. Mend it, and run init again.`);
  }
}

/** Everything outside of the splices stays as it is, byte for byte; new lines end as the file's lines do. */
export function spliced(source: string, splices: readonly Splice[]): string {
  const ending = source.includes("\r\n") ? "\r\n" : "\n";
  return [...splices]
    .sort((a, b) => b.start - a.start)
    .reduce(
      (text, { start, end, text: put }) =>
        text.slice(0, start) + put.replaceAll("\n", ending) + text.slice(end),
      source,
    );
}

const isNode = (value: unknown): value is Node =>
  typeof value === "object" && value !== null && "type" in value && "start" in value;

/** A node and all below it, without comments. */
export function* nodesOf(node: Node): Generator<Node> {
  yield node;
  for (const [key, value] of Object.entries(node)) {
    if (key === "tokens" || /comments$/i.test(key)) continue;
    for (const child of [value].flat()) if (isNode(child)) yield* nodesOf(child);
  }
}

export const startOf = (node: Node): number => node.start ?? 0;
export const endOf = (node: Node): number => node.end ?? 0;
export const textOf = (source: string, node: Node): string => source.slice(startOf(node), endOf(node));

/** @returns where the line ends that holds a position, before its line break */
export function lineEnd(source: string, position: number): number {
  const found = source.slice(position).search(/\r?\n/);
  return found < 0 ? source.length : position + found;
}

export const lineStart = (source: string, position: number): number =>
  source.lastIndexOf("\n", position - 1) + 1;

/** @returns the white space before a position, in its line */
export const indentAt = (source: string, position: number): string =>
  /^[ \t]*/.exec(source.slice(lineStart(source, position)))?.[0] ?? "";

/** Puts the call of a function around an expression, with more arguments behind it. */
export const wrapped = (node: Node, name: string, more = ""): Splice[] => [
  { start: startOf(node), end: startOf(node), text: `${name}(` },
  { start: endOf(node), end: endOf(node), text: `${more})` },
];
