import { sources, type Tree } from "./tree.js";

/** Something that a host's file exports by name. */
export interface Exported {
  path: string;
  name: string;
}

export interface InngestParts {
  client: Exported;
  route: string;
}

/** @returns the first file that makes and exports such a thing under a name */
export function exportedBy(tree: Tree, module: string, making: string): Exported | null {
  for (const path of sources(tree)) {
    const text = tree.read(path) ?? "";
    if (!text.includes(module)) continue;
    const found = new RegExp(`export\\s+const\\s+(\\w+)\\s*(?::[^=]+)?=\\s*${making}\\s*\\(`).exec(text);
    if (found?.[1]) return { path, name: found[1] };
  }
  return null;
}

export const inngestClientOf = (tree: Tree): Exported | null => exportedBy(tree, "inngest", "new\\s+Inngest");

/**
 * The address of the route that serves the tasks, as its folders say it; null where one of them stands for many.
 * @param app the App Router's folder
 */
export function inngestAddress({ route }: InngestParts, app: string): string | null {
  const folders = route
    .slice(app.length + 1)
    .split("/")
    .slice(0, -1);
  const named = folders.filter((folder) => !/^\(.*\)$/.test(folder));
  return named.every((folder) => /^[\w.~-]+$/.test(folder)) ? `/${named.join("/")}` : null;
}

/** @returns null where a host has no Inngest client or no route that serves its functions */
export function inngestOf(tree: Tree, app: string, client = inngestClientOf(tree)): InngestParts | null {
  const route = sources(tree).find(
    (path) =>
      path.startsWith(`${app}/`) &&
      /\/route\.[jt]sx?$/.test(path) &&
      /["']inngest\/next["']/.test(tree.read(path) ?? ""),
  );
  return client && route ? { client, route } : null;
}
