import { withoutWaiting } from "#sentry/sdk/wait-until.js";

/**
 * Whether Next holds an onRequestError of this app, asked of the place from which Next calls it; null when
 * this version of Next does not have that place. Empty folders: nothing is loaded, only what is loaded is told.
 */
export async function holdsOnRequestError(): Promise<boolean | "deaf" | null> {
  try {
    const { getInstrumentationModule } = await import(
      "next/dist/server/lib/router-utils/instrumentation-globals.external"
    );
    const loaded = await getInstrumentationModule("", "");
    if (!loaded) return null;
    const held: unknown = loaded.onRequestError;
    if (typeof held !== "function") return false;
    return takesNothing(String(withoutWaiting(held))) ? "deaf" : true;
  } catch {
    return null;
  }
}

/**
 * True of a function that does nothing with the error: it names no parameter, or never uses one that it names. Read from
 * its source, so that nothing is raised; whether it reports what it uses, only a firing shows.
 */
export function takesNothing(source: string): boolean {
  if (/\barguments\b|\[native code\]/.test(source)) return false;
  const shape =
    /^(?:async\s+)?(?:function\b\s*\*?\s*[\w$]*\s*|[\w$]+\s*(?=\())?(?:\(([^)]*)\)|([\w$]+)(?=\s*=>))([\s\S]*)$/.exec(
      source.replace(/^async\(/, "async ("),
    );
  if (!shape) return false;
  const [, list, alone, body = ""] = shape;
  const used = withoutComments(body);
  const names = (alone ?? list ?? "").match(/[A-Za-z_$][\w$]*/g) ?? [];
  return names.every((name) => !new RegExp(`(?<![\\w$])${name.replaceAll("$", "\\$")}(?![\\w$])`).test(used));
}

const withoutComments = (code: string) => code.replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*/g, "");
