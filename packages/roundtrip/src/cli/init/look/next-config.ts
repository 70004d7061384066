import type { Node, ObjectExpression } from "@babel/types";
import type { Mount } from "#checks/mount/addresses.js";
import { keyOf } from "#cli/init/edit/lists.js";
import { CannotEdit, nodesOf, syntaxOf } from "#cli/init/edit/syntax.js";
import { sourceAt, type Tree } from "./tree.js";

export interface ConfigFacts {
  path: string | null;
  /** Built as plain files, without a server. */
  isExport: boolean;
  /** Next.js wants each page to say whether it is made for each request. */
  cacheComponents: boolean;
  /** Where the app is below its host, as far as it is written as a text. */
  basePath: string;
  trailingSlash: boolean;
  /** Where Roundtrip is, as far as `withRoundtrip` has it in place. */
  mount: Partial<Mount>;
  /** Settings by which Next.js takes other files for pages and routes than those that init writes. */
  settings: readonly string[];
}

/** The files that init writes have these endings: a list that has them all passes over none. */
const ENDINGS = { typescript: ["ts", "tsx"], javascript: ["js"] } as const;

function admits(list: Node, tree: Tree): boolean {
  const given = list.type === "ArrayExpression" ? list.elements : [];
  const known = given.flatMap((one) => (one?.type === "StringLiteral" ? [one.value] : []));
  const language = tree.read("tsconfig.json") === null ? "javascript" : "typescript";
  return ENDINGS[language].every((ending) => known.includes(ending));
}

/** What a host's configuration says in place; what it computes is not known before the build. */
export function configOf(tree: Tree): ConfigFacts {
  const path = sourceAt(tree, "next.config");
  const facts = {
    path,
    isExport: false,
    cacheComponents: false,
    basePath: "",
    trailingSlash: false,
    mount: {} as Partial<Mount>,
    settings: [] as string[],
  };
  if (!path) return facts;
  try {
    for (const node of nodesOf(syntaxOf(tree.read(path) ?? "", path).program)) {
      if (node.type !== "ObjectProperty") continue;
      const name = keyOf(node.key);
      if (name === "output" && node.value.type === "StringLiteral")
        facts.isExport = node.value.value === "export";
      if (name === "cacheComponents")
        facts.cacheComponents = !(node.value.type === "BooleanLiteral" && !node.value.value);
      if (name === "basePath" && node.value.type === "StringLiteral") facts.basePath = node.value.value;
      if (name === "trailingSlash")
        facts.trailingSlash = node.value.type === "BooleanLiteral" && node.value.value;
      if (name === "mount" && node.value.type === "ObjectExpression") facts.mount = textsIn(node.value);
      if (name === "pageExtensions" && !admits(node.value, tree)) facts.settings.push(name);
    }
  } catch (error) {
    if (!(error instanceof CannotEdit)) throw error;
  }
  return facts;
}

function textsIn({ properties }: ObjectExpression): Record<string, string> {
  const pairs = properties.flatMap((one) =>
    one.type === "ObjectProperty" && one.value.type === "StringLiteral"
      ? [[keyOf(one.key) ?? "", one.value.value]]
      : [],
  );
  return Object.fromEntries(pairs);
}
