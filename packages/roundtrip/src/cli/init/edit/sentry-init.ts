import type { CallExpression, File, Node } from "@babel/types";
import { addImport, loads } from "./imports.js";
import { addFirst, addProperty, memberOf } from "./lists.js";
import { CannotEdit, nodesOf, type Splice, spliced, syntaxOf } from "./syntax.js";

const MODULE = "@roundtrip/next/sentry";
const SDK = "@sentry/nextjs";
const OURS = "roundtripIntegration()";

/** @returns the local names of the SDK, and of its `init` */
function namesOf({ program }: File): { whole: string[]; init: string[] } {
  const names = { whole: [] as string[], init: [] as string[] };
  for (const node of program.body) {
    if (node.type !== "ImportDeclaration" || node.source.value !== SDK) continue;
    for (const one of node.specifiers) {
      if (one.type !== "ImportSpecifier") names.whole.push(one.local.name);
      else if (one.imported.type === "Identifier" && one.imported.name === "init")
        names.init.push(one.local.name);
    }
  }
  return names;
}

function isInit(callee: Node, { whole, init }: ReturnType<typeof namesOf>): boolean {
  if (callee.type === "Identifier") return init.includes(callee.name);
  if (callee.type !== "MemberExpression" || callee.property.type !== "Identifier") return false;
  if (callee.property.name !== "init" || callee.object.type !== "Identifier") return false;
  return whole.includes(callee.object.name) || callee.object.name === "Sentry";
}

/** @returns the calls of the SDK's `init` in a file */
export function initsIn(file: File): CallExpression[] {
  const names = namesOf(file);
  return [...nodesOf(file.program)].flatMap((node) =>
    node.type === "CallExpression" && isInit(node.callee, names) ? [node] : [],
  );
}

function integrate(source: string, call: CallExpression, path: string): Splice {
  const [options] = call.arguments;
  const byHand = `Write integrations: [${OURS}] there yourself, with roundtripIntegration of ${MODULE}, and run init again.`;
  if (options?.type !== "ObjectExpression")
    throw new CannotEdit(`${path}: Sentry.init is not given its options in place. ${byHand}`);
  const integrations = memberOf(options, "integrations");
  if (!integrations) return addProperty(source, options, `integrations: [${OURS}]`);
  if (integrations.type !== "ObjectProperty" || integrations.value.type !== "ArrayExpression")
    throw new CannotEdit(`${path}: the integrations of Sentry.init are not a list. ${byHand}`);
  return addFirst(integrations.value, OURS);
}

/** Puts our integration into the host's own `Sentry.init`; its other options stay as they are. */
export function addIntegration(source: string, path: string): string {
  if (loads(source, MODULE)) return source;
  const file = syntaxOf(source, path);
  const splices = initsIn(file).map((call) => integrate(source, call, path));
  if (splices.length === 0) return source;
  return spliced(source, [addImport(source, file, "roundtripIntegration", MODULE), ...splices]);
}
