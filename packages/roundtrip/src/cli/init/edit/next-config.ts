import type { File, Node } from "@babel/types";
import { addImport, loads } from "./imports.js";
import { CannotEdit, spliced, syntaxOf, wrapped } from "./syntax.js";

const MODULE = "@roundtrip/next/config";

function exported({ program }: File): Node | null {
  for (const node of program.body) {
    if (node.type === "ExportDefaultDeclaration") return node.declaration;
    if (node.type !== "ExpressionStatement" || node.expression.type !== "AssignmentExpression") continue;
    const { left, right } = node.expression;
    if (left.type !== "MemberExpression" || left.object.type !== "Identifier") continue;
    if (
      left.object.name === "module" &&
      left.property.type === "Identifier" &&
      left.property.name === "exports"
    )
      return right;
  }
  return null;
}

const USUAL = "/api/inngest";

/**
 * Puts `withRoundtrip(…)` around what the file exports, whatever that is.
 * @param inngest the address at which the app serves its tasks; null where it has none, or nobody can tell
 */
export function wrapConfig(source: string, path: string, inngest: string | null = null): string {
  if (loads(source, MODULE)) return source;
  const file = syntaxOf(source, path);
  const config = exported(file);
  if (!config)
    throw new CannotEdit(
      `${path}: exports nothing that init can wrap. Write withRoundtrip(…) of ${MODULE} around your configuration yourself, and run init again.`,
    );
  const options = inngest === null || inngest === USUAL ? "" : `, { mount: { inngest: "${inngest}" } }`;
  return spliced(source, [
    addImport(source, file, "withRoundtrip", MODULE),
    ...wrapped(config, "withRoundtrip", options),
  ]);
}
