import type { File, Function as FunctionNode, Node } from "@babel/types";
import { MOUNT, type Mount } from "#checks/mount/addresses.js";
import { CannotEdit, syntaxOf } from "#cli/init/edit/syntax.js";
import { sourceAt, type Tree } from "./tree.js";

/** A proxy of the host's own, under either of its names. */
export interface ProxyFacts {
  path: string;
  /** The request's name in its function; null where the file shows no function whose body a line can begin. */
  request: string | null;
  isDefault: boolean;
  /** The file knows NextResponse. */
  responds: boolean;
}

const NAMES: readonly string[] = ["proxy", "middleware"];

const functionIn = (node: Node | null | undefined): FunctionNode | null =>
  node?.type === "FunctionDeclaration" ||
  node?.type === "FunctionExpression" ||
  node?.type === "ArrowFunctionExpression"
    ? node
    : null;

function exported({ program }: File): FunctionNode | null {
  for (const node of program.body) {
    if (node.type === "ExportDefaultDeclaration") return functionIn(node.declaration);
    if (node.type !== "ExportNamedDeclaration") continue;
    const { declaration } = node;
    if (declaration?.type === "FunctionDeclaration" && NAMES.includes(declaration.id?.name ?? ""))
      return declaration;
    if (declaration?.type !== "VariableDeclaration") continue;
    for (const { id, init } of declaration.declarations)
      if (id.type === "Identifier" && NAMES.includes(id.name)) return functionIn(init);
  }
  return null;
}

function requestOf(file: File): string | null {
  const found = exported(file);
  const [first] = found?.body.type === "BlockStatement" ? found.params : [];
  return first?.type === "Identifier" ? first.name : null;
}

/** @returns null where the host has none */
export function proxyOf(tree: Tree, base: string): ProxyFacts | null {
  const path = sourceAt(tree, `${base}proxy`, `${base}middleware`);
  if (path === null) return null;
  const source = tree.read(path) ?? "";
  const facts = {
    path,
    request: null,
    isDefault: /\bexport\s+default\b/.test(source),
    responds: /\bNextResponse\b/.test(source),
  };
  try {
    return { ...facts, request: requestOf(syntaxOf(source, path)) };
  } catch (error) {
    if (error instanceof CannotEdit) return facts;
    throw error;
  }
}

/** Checks whose error a page or route raises that the server visits, through the proxy as everybody. */
const VISITED: readonly string[] = ["sentry-metadata", "sentry-stream"];

const escaped = (path: string): string => path.slice(1).replaceAll(/[.*+?^${}()|[\]\\/]/g, "\\$&");

/** What the owner writes into that file, so that neither a check nor the page is redirected or kept from anybody. */
export function linesFor(
  { path, request, isDefault, responds }: ProxyFacts,
  mount: Partial<Mount>,
  checks: readonly string[],
): string[] {
  if (request === null) {
    const name = /(\w+)\.\w+$/.exec(path)?.[1] ?? "proxy";
    return [
      `import { withRoundtripProxy } from "@roundtrip/next/proxy";`,
      `export ${isDefault ? "default" : `const ${name} =`} withRoundtripProxy(yours);`,
    ];
  }
  const { api, pages, raises } = { ...MOUNT, ...mount };
  const below = [pages, ...(checks.some((name) => VISITED.includes(name)) ? [raises] : [])];
  const ours = `/^\\/(${escaped(api)}\\/sentry[^/]*|${below.map(escaped).join("|")})(\\/|$)/`;
  return [
    ...(responds ? [] : [`import { NextResponse } from "next/server";`]),
    `if (${ours}.test(${request}.nextUrl.pathname)) return NextResponse.next();`,
  ];
}
