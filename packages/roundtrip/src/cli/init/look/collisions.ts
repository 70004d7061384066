import type { Tree } from "./tree.js";

const ROUTES = /^(?:src\/)?app\/(.*?\/?)(page|route)\.[cm]?[jt]sx?$/;
const PAGES = /^(?:src\/)?pages\/(.+?)(?:\/index)?\.[cm]?[jt]sx?$/;
/** Route groups and slots are no part of an address. */
const addressOf = (folders: string): string =>
  folders
    .split("/")
    .filter((one) => one && !/^\(.*\)$/.test(one) && !one.startsWith("@"))
    .join("/");

/** What a host must not have where Roundtrip has its own addresses, of those that no file of ours is at. */
const TAKEN = /^(?:api\/health\/(?:sentry(?:-[a-z-]+)?(?:\/.*)?|\[[^/]+\](?:\/.*)?)|admin\/sentry(?:\/.*)?)$/;

/**
 * A host's own files at Roundtrip's addresses.
 * @param ours files that init writes
 */
export function collisionsIn(tree: Tree, ours: readonly string[]): string[] {
  return tree.paths.filter((path) => {
    if (ours.includes(path)) return false;
    const address = addressOf(ROUTES.exec(path)?.[1] ?? "") || (PAGES.exec(path)?.[1] ?? "");
    return TAKEN.test(address) && !(tree.read(path) ?? "").includes("@roundtrip/next") && !isOurs(tree, path);
  });
}

/** A check of the host's own, which goes through roundtrip.ts. */
const isOurs = (tree: Tree, path: string): boolean =>
  /\broundtrip\.(check|routes)\b/.test(tree.read(path) ?? "");
