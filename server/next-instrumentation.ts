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
    return takesNothing(String(held)) ? "deaf" : true;
  } catch {
    return null;
  }
}

/** True of a function that cannot know which error there was: it names no parameter, and looks at none. */
export const takesNothing = (source: string): boolean =>
  /^(?:async\s*)?(?:function\b\s*[\w$]*\s*)?\(\s*\)/.test(source) &&
  !/\barguments\b|\[native code\]/.test(source);
