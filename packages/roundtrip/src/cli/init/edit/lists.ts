import type { ArrayExpression, Node, ObjectExpression, ObjectProperty } from "@babel/types";
import { endOf, indentAt, lineStart, type Splice, startOf } from "./syntax.js";

export const keyOf = (node: Node): string | null =>
  node.type === "Identifier" ? node.name : node.type === "StringLiteral" ? node.value : null;

/** @returns the member of that name, as `integrations: …` or `integrations() {}` */
export const memberOf = (object: ObjectExpression, name: string) =>
  object.properties.find((one) => one.type !== "SpreadElement" && keyOf(one.key) === name) ?? null;

export const propertyOf = (object: ObjectExpression, name: string): ObjectProperty | null => {
  const found = memberOf(object, name);
  return found?.type === "ObjectProperty" ? found : null;
};

/** Puts an element before those of a list. */
export function addFirst(list: ArrayExpression, element: string): Splice {
  const at = startOf(list) + 1;
  const [first] = list.elements;
  if (!first) return { start: at, end: at, text: element };
  return { start: startOf(first), end: startOf(first), text: `${element}, ` };
}

/** Puts a property before those of an object, on a line of its own where theirs have lines of their own. */
export function addProperty(source: string, object: ObjectExpression, property: string): Splice {
  const [first] = object.properties;
  if (!first) return { start: startOf(object) + 1, end: startOf(object) + 1, text: ` ${property} ` };
  const at = startOf(first);
  const ownLine = lineStart(source, at) > startOf(object);
  const between = ownLine ? `\n${indentAt(source, at)}` : " ";
  return { start: at, end: at, text: `${property},${between}` };
}

/** Puts a spread after a list that is not written in place. */
export const spreadBehind = (list: Node, element: string): Splice[] => [
  { start: startOf(list), end: startOf(list), text: "[..." },
  { start: endOf(list), end: endOf(list), text: `, ${element}]` },
];
