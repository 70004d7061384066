import { keyOf, propertyOf } from "#cli/init/edit/lists.js";
import { initsIn } from "#cli/init/edit/sentry-init.js";
import { CannotEdit, nodesOf, syntaxOf } from "#cli/init/edit/syntax.js";
import { sourceAt, type Tree } from "./tree.js";

export interface SentryParts {
  /** Files that call the SDK's `init`: those that exist, one a runtime. */
  server: string | null;
  edge: string | null;
  browser: string | null;
  /** True where the server's init hears a pino logger. */
  hearsPino: boolean;
  /** True where it hears the console. */
  hearsConsole: boolean;
  /** A text that the server's init ignores errors by; null where none is written as a text or begins with a type. */
  ignores: string | null;
}

function callsInit(tree: Tree, path: string): boolean {
  const source = tree.read(path) ?? "";
  if (!source.includes("@sentry/nextjs")) return false;
  try {
    return initsIn(syntaxOf(source, path)).length > 0;
  } catch (error) {
    if (error instanceof CannotEdit) return true;
    throw error;
  }
}

const found = (tree: Tree, stems: readonly string[]): string | null => {
  const candidates = stems.flatMap((stem) => sourceAt(tree, stem, `src/${stem}`) ?? []);
  return candidates.find((path) => callsInit(tree, path)) ?? null;
};

/** A pattern that begins with an error's type, as /^ValidationError(:|$)/, is met by that type; no other is guessed at. */
const typeIn = (pattern: string): string | null =>
  /^\^?(\w*(?:Error|Exception))(?!\w)/.exec(pattern)?.[1] ?? null;

/** @returns the first text in `ignoreErrors` of a file's init */
function ignoredText(tree: Tree, path: string | null): string | null {
  const source = path ? (tree.read(path) ?? "") : "";
  if (!path || !source.includes("ignoreErrors")) return null;
  for (const call of initsIn(syntaxOf(source, path))) {
    const [options] = call.arguments;
    if (options?.type !== "ObjectExpression") continue;
    const rules = propertyOf(options, "ignoreErrors");
    if (!rules) continue;
    for (const node of nodesOf(rules.value)) {
      const text = node.type === "RegExpLiteral" ? typeIn(node.pattern) : keyOf(node);
      if (text !== null && node.type !== "Identifier") return text;
    }
  }
  return null;
}

export function sentryOf(tree: Tree): SentryParts {
  const server = found(tree, ["sentry.server.config", "instrumentation"]);
  return {
    server,
    edge: found(tree, ["sentry.edge.config", "instrumentation"]),
    browser: found(tree, ["instrumentation-client", "sentry.client.config"]),
    hearsConsole: server !== null && (tree.read(server) ?? "").includes("captureConsoleIntegration"),
    hearsPino: server !== null && (tree.read(server) ?? "").includes("pinoIntegration"),
    ignores: ignoredText(tree, server),
  };
}
