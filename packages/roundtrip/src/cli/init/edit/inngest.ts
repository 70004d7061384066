import type { File, ObjectExpression } from "@babel/types";
import { addImport, loads } from "./imports.js";
import { addFirst, addProperty, keyOf, memberOf, propertyOf, spreadBehind } from "./lists.js";
import { CannotEdit, nodesOf, spliced, syntaxOf } from "./syntax.js";

const MODULE = "@roundtrip/next/inngest";

/** @returns the options of the first call or construction by that name */
function optionsOf(
  file: File,
  type: "CallExpression" | "NewExpression",
  name: string,
): ObjectExpression | null {
  for (const node of nodesOf(file.program)) {
    if (node.type !== type || (node.type !== "CallExpression" && node.type !== "NewExpression")) continue;
    if (keyOf(node.callee) !== name) continue;
    const [options] = node.arguments;
    if (options?.type === "ObjectExpression") return options;
  }
  return null;
}

/** Serves the checks' tasks beside the host's own functions. */
export function serveTasks(source: string, path: string, module: string): string {
  if (source.includes("roundtripFunctions")) return source;
  const file = syntaxOf(source, path);
  const options = optionsOf(file, "CallExpression", "serve");
  const functions = options && propertyOf(options, "functions");
  if (!functions)
    throw new CannotEdit(
      `${path}: init finds no list of functions in serve({ … }). Write ...roundtripFunctions of ${module} into it yourself, and run init again.`,
    );
  const { value } = functions;
  const element = "...roundtripFunctions";
  const put = value.type === "ArrayExpression" ? [addFirst(value, element)] : spreadBehind(value, element);
  const whole = functions.shorthand
    ? put.map((one, at) => (at === 0 ? { ...one, text: `functions: ${one.text}` } : one))
    : put;
  return spliced(source, [addImport(source, file, "roundtripFunctions", module), ...whole]);
}

/** True where nothing tells Sentry of a task's error: the client has no middleware, so that ours is offered. */
export function lacksMiddleware(source: string, path: string): boolean {
  const options = optionsOf(syntaxOf(source, path), "NewExpression", "Inngest");
  return options !== null && !memberOf(options, "middleware");
}

/** Reports what fails in the host's tasks to Sentry. */
export function addMiddleware(source: string, path: string): string {
  if (loads(source, MODULE)) return source;
  const file = syntaxOf(source, path);
  const options = optionsOf(file, "NewExpression", "Inngest");
  if (!options) return source;
  return spliced(source, [
    addImport(source, file, "SentryMiddleware", MODULE),
    addProperty(source, options, "middleware: [SentryMiddleware]"),
  ]);
}
