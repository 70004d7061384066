import type { BlockStatement, File, Function as FunctionNode } from "@babel/types";
import { inStyle, styleOf } from "./style.js";
import {
  CannotEdit,
  endOf,
  indentAt,
  nodesOf,
  type Splice,
  spliced,
  startOf,
  syntaxOf,
  textOf,
} from "./syntax.js";

/** @param module what reaches roundtrip.ts from the file */
const startLine = (module: string): string => `await (await import("${module}")).roundtrip.start();`;
const REPORTED = 'export { captureRequestError as onRequestError } from "@sentry/nextjs";';

function exportedFunction({ program }: File, name: string): FunctionNode | null {
  for (const node of program.body) {
    if (node.type !== "ExportNamedDeclaration" || !node.declaration) continue;
    const { declaration } = node;
    if (declaration.type === "FunctionDeclaration" && declaration.id?.name === name) return declaration;
    if (declaration.type !== "VariableDeclaration") continue;
    for (const { id, init } of declaration.declarations)
      if (id.type === "Identifier" && id.name === name && init)
        if (init.type === "ArrowFunctionExpression" || init.type === "FunctionExpression") return init;
  }
  return null;
}

/** @returns true where a name is exported, in whichever way */
const exportsName = ({ program }: File, name: string): boolean =>
  program.body.some((node) => {
    if (node.type !== "ExportNamedDeclaration") return false;
    const specifiers = node.specifiers.flatMap((one) => ("exported" in one ? [one.exported] : []));
    if (specifiers.some((one) => one.type === "Identifier" && one.name === name)) return true;
    if (node.declaration?.type === "FunctionDeclaration") return node.declaration.id?.name === name;
    if (node.declaration?.type !== "VariableDeclaration") return false;
    return node.declaration.declarations.some(({ id }) => id.type === "Identifier" && id.name === name);
  });

/** @returns the block that only the Node.js runtime enters */
function nodeBlock(source: string, body: BlockStatement): BlockStatement | null {
  for (const node of nodesOf(body)) {
    if (node.type !== "IfStatement" || node.consequent.type !== "BlockStatement") continue;
    const test = textOf(source, node.test);
    if (/NEXT_RUNTIME/.test(test) && /===?\s*["']nodejs["']/.test(test)) return node.consequent;
  }
  return null;
}

/** Puts a statement behind the others of a block. */
function append(source: string, block: BlockStatement, statement: string): Splice {
  const last = block.body.at(-1);
  if (!last) return { start: startOf(block) + 1, end: startOf(block) + 1, text: `\n  ${statement}\n` };
  const at = endOf(last);
  return { start: at, end: at, text: `\n${indentAt(source, startOf(last))}${statement}` };
}

function startIn(source: string, register: FunctionNode, path: string, module: string): Splice[] {
  if (register.body.type !== "BlockStatement")
    throw new CannotEdit(
      `${path}: register has no body in braces. Write ${startLine(module)} into it yourself, for NEXT_RUNTIME "nodejs" alone, and run init again.`,
    );
  const block = nodeBlock(source, register.body);
  const line = startLine(module);
  const statement = block ? line : `if (process.env.NEXT_RUNTIME === "nodejs") ${line}`;
  const put = append(source, block ?? register.body, inStyle(statement, styleOf(source)));
  return register.async ? [put] : [put, { start: startOf(register), end: startOf(register), text: "async " }];
}

/** A function to start Roundtrip in, for a file that has none. */
const wholeRegister = (module: string): string =>
  `export async function register() {\n  if (process.env.NEXT_RUNTIME === "nodejs") {\n    ${startLine(module)}\n  }\n}`;

const behind = (source: string, text: string): Splice => ({
  start: source.length,
  end: source.length,
  text: `${source === "" || source.endsWith("\n") ? "" : "\n"}\n${text}\n`,
});

/** Starts Roundtrip where the host starts Sentry, and hands Next.js' errors to Sentry where nobody takes them. */
export function startRoundtrip(source: string, path: string, module: string): string {
  if (source.includes(".roundtrip.start()")) return source;
  const file = syntaxOf(source, path);
  const register = exportedFunction(file, "register");
  if (!register && exportsName(file, "register"))
    throw new CannotEdit(
      `${path}: register comes from another file. Write ${startLine(module)} into it yourself, for NEXT_RUNTIME "nodejs" alone, and run init again.`,
    );
  const style = styleOf(source);
  const lines = [
    ...(register ? [] : [wholeRegister(module)]),
    ...(exportsName(file, "onRequestError") ? [] : [REPORTED]),
  ];
  return spliced(source, [
    ...(register ? startIn(source, register, path, module) : []),
    ...(lines.length > 0 ? [behind(source, inStyle(lines.join("\n\n"), style))] : []),
  ]);
}
