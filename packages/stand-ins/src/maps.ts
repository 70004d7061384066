import { mkdir, readdir, rename } from "node:fs/promises";
import { dirname, join } from "node:path";

/** Beside `static/`, which is served to everybody. */
export const MAPS = "maps";
/** A build whose browser's source maps stay: the local Sentry reads them, as if they had been uploaded. */
export const KEEPING_MAPS = { PUBLIC_SOURCE_MAPS: "true" } as const;

/** Takes a build's browser source maps out of what is served: `static/x.js.map` to `maps/static/x.js.map`. */
export async function hideMaps(dotNext: string): Promise<void> {
  const names = await readdir(join(dotNext, "static"), { recursive: true });
  for (const name of names.filter((one) => one.endsWith(".map"))) {
    const target = join(dotNext, MAPS, "static", name);
    await mkdir(dirname(target), { recursive: true });
    await rename(join(dotNext, "static", name), target);
  }
}
