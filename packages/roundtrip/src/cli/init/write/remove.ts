import { CannotEdit } from "#cli/init/edit/syntax.js";
import { withoutOurs } from "#cli/init/edit/undo.js";
import { removeCommand, runManager } from "#cli/init/install/manager.js";
import { diskTree } from "#cli/init/look/disk.js";
import type { Manager } from "#cli/init/look/manifest.js";
import type { Tree } from "#cli/init/look/tree.js";
import { removeFile, writeFile } from "./disk.js";
import { withoutData } from "./gitignore.js";
import { hashOf, RECORD, type Written } from "./record.js";

export interface Removal {
  /** Files to delete. */
  gone: string[];
  /** Files to write, with their text. */
  changed: { path: string; before: string; after: string }[];
  /** What only the owner can undo, a sentence each. */
  left: string[];
}

/** Of what init wrote, the files that are of use without Roundtrip. */
const KEPT = /(^|\/)(sentry\.\w+\.config|instrumentation(-client)?|next\.config)\.[cm]?[jt]s$/;

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
  const removal: Removal = { gone: [RECORD], changed: [], left: [] };
  for (const [path, hash] of Object.entries(record.created)) {
    const text = tree.read(path);
    if (text === null) continue;
    if (hashOf(text) === hash) removal.gone.push(path);
    else if (KEPT.test(path)) undo(path, text, removal);
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
  if (record.installed.length > 0) await runManager(removeCommand(manager, record.installed), root);
  const { read } = diskTree(root);
  return untouched
    .filter(([path, { before }]) => hashOf(read(path) ?? "") !== before)
    .map(
      ([path]) => `${path}: ${manager} wrote it anew, and it differs from what it was. Compare it in git.`,
    );
}
