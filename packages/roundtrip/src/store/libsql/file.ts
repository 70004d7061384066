import { existsSync } from "node:fs";

const FILE = "file:";

export const isFile = (url: string): boolean => url.startsWith(FILE);

/** The path of a `file:` address, without what it says of how to open it; null for any other address. */
export const pathOf = (url: string): string | null =>
  isFile(url) ? (url.slice(FILE.length).split("?")[0] ?? "") : null;

/** A file that nobody has made: no run is in it, and to look would make it. Of a server only a look can tell. */
export function isUnused(url: string): boolean {
  const path = pathOf(url);
  return path !== null && !existsSync(/* turbopackIgnore: true */ path);
}
