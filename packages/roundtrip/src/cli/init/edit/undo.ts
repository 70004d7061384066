import type { ArrayExpression, File, Node } from "@babel/types";
import { keyOf } from "./lists.js";
import {
  endOf,
  lineEnd,
  lineStart,
  nodesOf,
  type Splice,
  spliced,
  startOf,
  syntaxOf,
  textOf,
} from "./syntax.js";

const MODULE = /^@roundtrip\/next(\/|$)|\/roundtrip$/;

/** @returns what loads a module of ours, and the names it has in this file */
function oursIn({ program }: File): { statements: Node[]; names: Set<string> } {
  const statements: Node[] = [];
  const names = new Set<string>();
  for (const node of program.body) {
    if (node.type === "ImportDeclaration" && MODULE.test(node.source.value)) {
      statements.push(node);
      for (const { local } of node.specifiers) names.add(local.name);
    }
    if (node.type !== "VariableDeclaration") continue;
    for (const { id, init } of node.declarations) {
      const [module] = init?.type === "CallExpression" ? init.arguments : [];
      if (module?.type !== "StringLiteral" || !MODULE.test(module.value) || id.type !== "ObjectPattern")
        continue;
      statements.push(node);
      for (const one of id.properties)
        if (one.type === "ObjectProperty" && one.value.type === "Identifier") names.add(one.value.name);
    }
  }
  return { statements, names };
}

const isNamed = (node: Node | null | undefined, names: ReadonlySet<string>): boolean =>
  node?.type === "Identifier" && names.has(node.name);

/** `ours`, `...ours` or `ours()` */
function isOurs(node: Node | null, names: ReadonlySet<string>): boolean {
  if (node?.type === "SpreadElement") return isNamed(node.argument, names);
  if (node?.type === "CallExpression") return isNamed(node.callee, names) && node.arguments.length === 0;
  return isNamed(node, names);
}

/** Takes a stretch out with its whole line, where nothing else is in that line. */
function wholeLine(source: string, start: number, end: number): Splice {
  const from = lineStart(source, start);
  const to = lineEnd(source, end);
  const alone = source.slice(from, start).trim() === "" && source.slice(end, to).trim() === "";
  if (!alone) return { start, end: end + (/^[ \t]/.test(source.slice(end)) ? 1 : 0), text: "" };
  const breaks = /^\r?\n/.exec(source.slice(to))?.[0].length ?? 0;
  return { start: from, end: to + breaks, text: "" };
}

type Element = NonNullable<ArrayExpression["elements"][number]>;

function fromList(source: string, list: ArrayExpression, property: Node | null, ours: Element): Splice {
  const { elements } = list;
  const [first] = elements;
  const at = elements.indexOf(ours);
  if (elements.length === 2 && at === 1 && first?.type === "SpreadElement")
    return { start: startOf(list), end: endOf(list), text: textOf(source, first.argument) };
  const [next, before] = [elements[at + 1], elements[at - 1]];
  if (next) return { start: startOf(ours), end: startOf(next), text: "" };
  if (before) return { start: endOf(before), end: endOf(ours), text: "" };
  // Inngest serves no functions without a list, be it empty.
  const isKept = property?.type === "ObjectProperty" && keyOf(property.key) === "functions";
  if (!property || isKept) return { start: startOf(ours), end: endOf(ours), text: "" };
  const comma = /^\s*,/.exec(source.slice(endOf(property)))?.[0].length ?? 0;
  return wholeLine(source, startOf(property), endOf(property) + comma);
}

const startsUs = (source: string, node: Node): boolean =>
  (node.type === "ExpressionStatement" ||
    (node.type === "IfStatement" && node.consequent.type === "ExpressionStatement")) &&
  textOf(source, node).includes(".roundtrip.start()");

/** @returns the first thing of ours that can be taken out, but what loads us */
function next(source: string, file: File, names: ReadonlySet<string>): Splice | null {
  const properties = new Map<Node, Node>();
  for (const node of nodesOf(file.program)) {
    if (node.type === "ObjectProperty") properties.set(node.value, node);
    if (startsUs(source, node)) return wholeLine(source, startOf(node), endOf(node));
    if (node.type === "CallExpression" && isNamed(node.callee, names) && node.arguments[0])
      return { start: startOf(node), end: endOf(node), text: textOf(source, node.arguments[0]) };
    if (node.type !== "ArrayExpression") continue;
    const ours = node.elements.find((one) => isOurs(one, names));
    if (ours) return fromList(source, node, properties.get(node) ?? null, ours);
  }
  return null;
}

/**
 * Takes out what `init` put into a file of the host's, wherever the owner has moved it to.
 * @returns the text, and the lines that still use what is of ours, which nobody but the owner can undo
 */
export function withoutOurs(source: string, path: string): { text: string; left: number[] } {
  let text = source;
  for (;;) {
    const file = syntaxOf(text, path);
    const { statements, names } = oursIn(file);
    const splice = next(text, file, names);
    if (splice) {
      text = spliced(text, [splice]);
      continue;
    }
    const loading = new Set(statements.flatMap((node) => [...nodesOf(node)]));
    const left = [...nodesOf(file.program)]
      .filter((node) => isNamed(node, names) && !loading.has(node))
      .map((node) => node.loc?.start.line ?? 0);
    if (left.length > 0) return { text, left };
    const gone = statements.map((node) => wholeLine(text, startOf(node), endOf(node)));
    return { text: spliced(text, gone), left };
  }
}
