import { keyOf } from "#cli/init/edit/lists.js";
import { CannotEdit, nodesOf, syntaxOf } from "#cli/init/edit/syntax.js";
import { sourceAt, type Tree } from "./tree.js";

export interface ConfigFacts {
  path: string | null;
  /** Built as plain files, without a server. */
  isExport: boolean;
  /** Next.js wants each page to say whether it is made for each request. */
  cacheComponents: boolean;
  /** Settings by which Next.js takes other files for pages and routes, or serves them elsewhere. */
  settings: readonly string[];
}

const HINDERING = ["basePath", "pageExtensions"];

/** What a host's configuration says in place; what it computes is not known before the build. */
export function configOf(tree: Tree): ConfigFacts {
  const path = sourceAt(tree, "next.config");
  const facts = { path, isExport: false, cacheComponents: false, settings: [] as string[] };
  if (!path) return facts;
  try {
    for (const node of nodesOf(syntaxOf(tree.read(path) ?? "", path).program)) {
      if (node.type !== "ObjectProperty") continue;
      const name = keyOf(node.key);
      if (name === "output" && node.value.type === "StringLiteral")
        facts.isExport = node.value.value === "export";
      if (name === "cacheComponents")
        facts.cacheComponents = !(node.value.type === "BooleanLiteral" && !node.value.value);
      if (name && HINDERING.includes(name) && !isEmpty(node.value)) facts.settings.push(name);
    }
  } catch (error) {
    if (!(error instanceof CannotEdit)) throw error;
  }
  return facts;
}

const isEmpty = (value: { type: string; value?: unknown }): boolean =>
  value.type === "StringLiteral" && value.value === "";
