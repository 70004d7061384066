import type { Tree } from "./tree.js";

const ROUTES = /^(?:src\/)?app\/(.*?\/?)(page|route)\.[cm]?[jt]sx?$/;
const PAGES = /^(?:src\/)?pages\/(.+?)(?:\/index)?\.[cm]?[jt]sx?$/;
/** Route groups and slots are no part of an address. */
const addressOf = (folders: string): string =>
  folders
    .split("/")
    .filter((one) => one && !/^\(.*\)$/.test(one) && !one.startsWith("@"))
    .join("/");

/** The address of a page or route, without its first slash; empty for any other file. */
const addressAt = (path: string): string =>
  addressOf(ROUTES.exec(path)?.[1] ?? "") || (PAGES.exec(path)?.[1] ?? "");

/** What a host must not have where Roundtrip has its own addresses, of those that no file of ours is at. */
const TAKEN = /^(?:api\/health\/(?:sentry(?:-[a-z-]+)?(?:\/.*)?|\[[^/]+\](?:\/.*)?)|admin\/sentry(?:\/.*)?)$/;

/**
 * A host's own files at Roundtrip's addresses.
 * @param ours files that init writes
 */
export function collisionsIn(tree: Tree, ours: readonly string[]): string[] {
  const own = new Set(ours.map(addressAt).filter(Boolean));
  return tree.paths.filter((path) => {
    if (ours.includes(path)) return false;
    const address = addressAt(path);
    const isTaken = TAKEN.test(address) || own.has(address);
    return isTaken && !(tree.read(path) ?? "").includes("@roundtrip/next") && !isOurs(tree, path);
  });
}

/** A check of the host's own, which goes through roundtrip.ts. */
const isOurs = (tree: Tree, path: string): boolean =>
  /\broundtrip\.(check|routes)\b/.test(tree.read(path) ?? "");
