import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { NEEDED, type Versions } from "#checks/versions.js";

/**
 * The installed versions of what Roundtrip needs, read from node_modules at and above `directory`. Imports nothing of
 * those packages: a zod that is too old keeps Roundtrip's own code from being loaded. Imports nothing by an alias either:
 * Next.js loads next.config.ts without them.
 */
export const installedVersions = (directory: string): Versions =>
  Object.fromEntries(NEEDED.map(({ name }) => [name, versionIn(directory, name)]));

function versionIn(directory: string, name: string): string | null {
  try {
    const text = readFileSync(join(directory, "node_modules", name, "package.json"), "utf8");
    const version: unknown = Reflect.get(Object(JSON.parse(text)), "version");
    return typeof version === "string" ? version : null;
  } catch {
    const above = dirname(directory);
    return above === directory ? null : versionIn(above, name);
  }
}
