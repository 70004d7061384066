import type { File, Node } from "@babel/types";
import { inStyle, styleOf } from "./style.js";
import { endOf, lineEnd, type Splice, startOf } from "./syntax.js";

/** @returns true where a file loads a module, in whichever way */
export const loads = (source: string, module: string): boolean =>
  source.includes(`"${module}"`) || source.includes(`'${module}'`);

const isRequire = (node: Node): boolean =>
  node.type === "VariableDeclaration" &&
  node.declarations.some(
    ({ init }) =>
      init?.type === "CallExpression" && init.callee.type === "Identifier" && init.callee.name === "require",
  );

/**
 * @param name what is imported
 * @param rename its name in this file, where another has it already
 */
export function addImport(source: string, { program }: File, name: string, module: string): Splice {
  const requires =
    program.body.some(isRequire) && !program.body.some(({ type }) => type === "ImportDeclaration");
  const commonjs = requires || program.sourceType === "script";
  const line = inStyle(
    commonjs ? `const { ${name} } = require("${module}");` : `import { ${name} } from "${module}";`,
    styleOf(source),
  );
  const last = program.body.filter((node) => node.type === "ImportDeclaration" || isRequire(node)).at(-1);
  const after = last ?? program.directives.at(-1);
  if (after) {
    const at = lineEnd(source, endOf(after));
    return { start: at, end: at, text: `\n${line}` };
  }
  const at = program.body[0] ? aboveOf(source, program.body[0]) : source.length;
  return { start: at, end: at, text: `${line}\n\n` };
}

/** @returns where a statement begins with the comments that stand directly above it, as a JSDoc type */
function aboveOf(source: string, statement: Node): number {
  let at = startOf(statement);
  for (const comment of [...(statement.leadingComments ?? [])].reverse()) {
    if (/\n\s*\n/.test(source.slice(comment.end, at))) break;
    at = comment.start ?? at;
  }
  return at;
}
