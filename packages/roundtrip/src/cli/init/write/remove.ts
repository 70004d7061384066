import { CannotEdit } from "#cli/init/edit/syntax.js";
import { withoutOurs } from "#cli/init/edit/undo.js";
import { removeCommand, runManager } from "#cli/init/install/manager.js";
import { diskTree } from "#cli/init/look/disk.js";
import type { Manager } from "#cli/init/look/manifest.js";
import { SOURCE, type Tree } from "#cli/init/look/tree.js";
import { removeFile, writeFile } from "./disk.js";
import { withoutData } from "./gitignore.js";
import { hashOf, RECORD, type Written } from "./record.js";

export interface Removal {
  /** Files to delete. */
  gone: string[];
  /** Files to write, with their text. */
  changed: { path: string; before: string; after: string }[];
  /** Packages to uninstall. */
  uninstall: string[];
  /** What only the owner can undo, a sentence each. */
  left: string[];
}

/** Of what init wrote, the files that are of use without Roundtrip, by the package that they are about. */
const KEPT: readonly (readonly [name: string, files: RegExp])[] = [
  ["next", /(^|\/)next\.config\.[cm]?[jt]s$/],
  ["@sentry/nextjs", /(^|\/)(sentry\.\w+\.config|instrumentation(-client)?)\.[cm]?[jt]s$/],
  ["inngest", /(^|\/)inngest\/(client|route)\.[jt]s$/],
];
const aboutIn = (path: string): string | null => KEPT.find(([, files]) => files.test(path))?.[0] ?? null;

/** Files of the owner's own, or that the owner has changed, which use a package that init has installed. */
function usersOf(name: string, tree: Tree, { created }: Written): string[] {
  const uses = new RegExp(`["']${name}(?:/[^"']*)?["']`);
  return tree.paths.filter((path) => {
    const text = SOURCE.test(path) ? (tree.read(path) ?? "") : "";
    return uses.test(text) && created[path] !== hashOf(text);
  });
}

function undo(path: string, text: string, removal: Removal): void {
  if (path === ".gitignore") {
    removal.changed.push({ path, before: text, after: withoutData(text) });
    return;
  }
  try {
    const { text: after, left } = withoutOurs(text, path);
    if (after !== text) removal.changed.push({ path, before: text, after });
    for (const line of left)
      removal.left.push(`${path}, line ${line}: uses Roundtrip in a way of your own. Take it out.`);
  } catch (error) {
    if (!(error instanceof CannotEdit)) throw error;
    removal.left.push(error.message);
  }
}

/** What takes Roundtrip out again: a file that nobody changed becomes what it was, of any other only our lines go. */
export function removalOf(tree: Tree, record: Written): Removal {
  const removal: Removal = { gone: [RECORD], changed: [], uninstall: [], left: [] };
  const used = new Map(record.installed.map((name) => [name, usersOf(name, tree, record)]));
  const isUsed = (name: string | null) => name !== null && (used.get(name)?.length ?? 0) > 0;
  for (const [path, hash] of Object.entries(record.created)) {
    const text = tree.read(path);
    if (text === null) continue;
    const about = aboutIn(path);
    if (hashOf(text) === hash && !isUsed(about)) removal.gone.push(path);
    else if (about !== null) undo(path, text, removal);
    else
      removal.left.push(
        `${path}: you changed it, and it needs Roundtrip. Delete it where you no longer need it.`,
      );
  }
  for (const [path, { before, after }] of Object.entries(record.edited)) {
    const text = tree.read(path);
    if (text === null) continue;
    if (hashOf(text) === after) removal.changed.push({ path, before: text, after: before });
    else undo(path, text, removal);
  }
  for (const [name, [user]] of used) {
    if (user === undefined || name === "@roundtrip/next") removal.uninstall.push(name);
    else removal.left.push(`${name}: ${user} uses it. Uninstall it where you no longer need it.`);
  }
  return removal;
}

/** @returns what differs from what it was though nobody changed it since, a sentence each */
export async function applyRemoval(
  root: string,
  removal: Removal,
  record: Written,
  manager: Manager,
): Promise<string[]> {
  const untouched = Object.entries(record.manifests).filter(
    ([path, { after }]) => hashOf(diskTree(root).read(path) ?? "") === after,
  );
  for (const { path, after } of removal.changed) writeFile(root, path, after);
  for (const path of removal.gone) removeFile(root, path);
  if (removal.uninstall.length > 0) await runManager(removeCommand(manager, removal.uninstall), root);
  const { read } = diskTree(root);
  return untouched
    .filter(([path, { before }]) => hashOf(read(path) ?? "") !== before)
    .map(
      ([path]) => `${path}: ${manager} wrote it anew, and it differs from what it was. Compare it in git.`,
    );
}
