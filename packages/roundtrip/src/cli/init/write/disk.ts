import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  realpathSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join, sep } from "node:path";
import { CannotRun } from "#cli/errors.js";

/** Where a path leads; null where a link on the way leads nowhere. */
function realPath(path: string): string | null {
  if (existsSync(path)) return realpathSync(path);
  if (lstatSync(path, { throwIfNoEntry: false })) return null;
  const folder = realPath(dirname(path));
  return folder && join(folder, basename(path));
}

/** @throws CannotRun where a link in the root leads out of it: nobody has said that init may write or delete there */
export function refuseOutside(root: string, paths: readonly string[]): void {
  const inside = `${realpathSync(root)}${sep}`;
  const outside = paths.filter((path) => !realPath(join(root, path))?.startsWith(inside));
  if (outside.length > 0)
    throw new CannotRun(
      `${outside.join(", ")}: leads out of this folder, by a link, and init writes and deletes in this folder alone. Put a file or a folder in the link's place.`,
    );
}

export function writeFile(root: string, path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

/** Removes a file, and the folders that were there for it alone. */
export function removeFile(root: string, path: string): void {
  rmSync(join(root, path), { force: true });
  for (let folder = dirname(path); folder !== "."; folder = dirname(folder)) {
    if (readdirSync(join(root, folder)).length > 0) return;
    rmdirSync(join(root, folder));
  }
}
