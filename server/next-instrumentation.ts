/**
 * Whether Next holds an onRequestError of this app, asked of the place from which Next calls it; null when
 * this version of Next does not have that place. Empty folders: nothing is loaded, only what is loaded is told.
 */
export async function holdsOnRequestError(): Promise<boolean | null> {
  try {
    const { getInstrumentationModule } = await import(
      "next/dist/server/lib/router-utils/instrumentation-globals.external"
    );
    const loaded = await getInstrumentationModule("", "");
    return loaded ? typeof loaded.onRequestError === "function" : null;
  } catch {
    return null;
  }
}
