import type { File, ObjectProperty } from "@babel/types";
import { addImport, loads } from "./imports.js";
import { addFirst, addProperty, keyOf, memberOf, propertyOf, spreadBehind } from "./lists.js";
import { CannotEdit, nodesOf, type Splice, spliced, syntaxOf, wrapped } from "./syntax.js";

const MODULE = "@roundtrip/next/inngest";

/** @returns the first call or construction by that name, if its options are written in place */
function madeBy(file: File, type: "CallExpression" | "NewExpression", name: string) {
  for (const node of nodesOf(file.program)) {
    if (node.type !== "CallExpression" && node.type !== "NewExpression") continue;
    const [options] = node.arguments;
    if (node.type === type && keyOf(node.callee) === name && options?.type === "ObjectExpression")
      return { node, options };
  }
  return null;
}

/** Puts the tasks into the list of functions, wherever that is written. */
function listed(functions: ObjectProperty): Splice[] {
  const { value, shorthand } = functions;
  const element = "...roundtripFunctions";
  if (value.type === "ArrayExpression") return [addFirst(value, element)];
  const [before, ...after] = spreadBehind(value, element);
  return before ? [{ ...before, text: `${shorthand ? "functions: " : ""}${before.text}` }, ...after] : after;
}

/** Serves the checks' tasks beside the host's own functions, and looks at Inngest's signature before anything else. */
export function serveTasks(source: string, path: string, module: string): string {
  if (source.includes("roundtripFunctions")) return source;
  const file = syntaxOf(source, path);
  const served = madeBy(file, "CallExpression", "serve");
  const functions = served && propertyOf(served.options, "functions");
  if (!functions)
    throw new CannotEdit(
      `${path}: init finds no list of functions in serve({ … }). Write ...roundtripFunctions of ${module} into it yourself, and run init again.`,
    );
  return spliced(source, [
    addImport(source, file, "inngestRoute", MODULE),
    addImport(source, file, "roundtripFunctions", module),
    ...wrapped(served.node, "inngestRoute"),
    ...listed(functions),
  ]);
}

/** True where nothing tells Sentry of a task's error: the client has no middleware, so that ours is offered. */
export function lacksMiddleware(source: string, path: string): boolean {
  const made = madeBy(syntaxOf(source, path), "NewExpression", "Inngest");
  return made !== null && !memberOf(made.options, "middleware");
}

/** Reports what fails in the host's tasks to Sentry. */
export function addMiddleware(source: string, path: string): string {
  if (loads(source, MODULE)) return source;
  const file = syntaxOf(source, path);
  const made = madeBy(file, "NewExpression", "Inngest");
  if (!made) return source;
  return spliced(source, [
    addImport(source, file, "SentryMiddleware", MODULE),
    addProperty(source, made.options, "middleware: [SentryMiddleware]"),
  ]);
}
