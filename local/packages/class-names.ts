import { nodesOf, type Splice, spliced, syntaxOf } from "#cli/init/edit/syntax.js";
import { named } from "./names";

type Node = Parameters<typeof nodesOf>[0];

/**
 * A compiled module whose class names are Roundtrip's alone, as they are in its sheet.
 * @throws Error where a name is put together in a way that cannot be read here
 */
export function withOwnNames(source: string, path: string): string {
  if (!source.includes("className")) return source;
  const splices: Splice[] = [];
  for (const node of nodesOf(syntaxOf(source, path)))
    if (node.type === "ObjectProperty" && node.key.type === "Identifier" && node.key.name === "className")
      splices.push(...valuesOf(node.value, true, path));
  return spliced(source, splices);
}

/** @param opens whether a name begins where the text does; else it has to begin with a blank */
function valuesOf(node: Node, opens: boolean, path: string): Splice[] {
  switch (node.type) {
    case "StringLiteral":
      return [put(node, node.value, opens, path)];
    case "ConditionalExpression":
      return [...valuesOf(node.consequent, opens, path), ...valuesOf(node.alternate, opens, path)];
    case "TemplateLiteral":
      return partsOf(node, path);
    default:
      if (node.type === "NullLiteral" || (node.type === "Identifier" && node.name === "undefined")) return [];
      throw unreadable(path, node.type);
  }
}

function partsOf(
  { quasis, expressions }: Extract<Node, { type: "TemplateLiteral" }>,
  path: string,
): Splice[] {
  return quasis.flatMap((quasi, index) => {
    const next = expressions[index];
    const text = quasi.value.raw;
    const opens = text === "" ? index === 0 : /\s$/.test(text);
    return [put(quasi, text, index === 0, path, false), ...(next ? valuesOf(next, opens, path) : [])];
  });
}

function put(node: Node, text: string, opens: boolean, path: string, quoted = true): Splice {
  if (!opens && /^\S/.test(text)) throw unreadable(path, `"${text}", which goes on with another name`);
  const start = node.start ?? 0;
  return { start, end: node.end ?? start, text: quoted ? JSON.stringify(named(text)) : named(text) };
}

const unreadable = (path: string, what: string) =>
  new Error(
    `${path}: a className is made of ${what}. Write whole names in it, or choose between whole texts with ? :.`,
  );
