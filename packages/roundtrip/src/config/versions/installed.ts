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

/**
 * Whether the app in `directory` asks for a package itself. Read where it runs, as Next.js puts its package.json beside
 * a standalone server, too.
 */
export function asksFor(directory: string, name: string): boolean {
  try {
    const manifest = Object(JSON.parse(readFileSync(join(directory, "package.json"), "utf8")));
    return ["dependencies", "devDependencies"].some((kind) =>
      Object.hasOwn(Object(Reflect.get(manifest, kind)), name),
    );
  } catch {
    return false;
  }
}
