import { addCommand, runManager } from "#cli/init/install/manager.js";
import { diskTree } from "#cli/init/look/disk.js";
import type { Host } from "#cli/init/look/host.js";
import { writeFile } from "./disk.js";
import type { Change, Plan } from "./plan.js";
import { hashOf, NOTHING, RECORD, recordText, type Written } from "./record.js";

/** Files that a package manager changes. */
const MANIFESTS = ["package.json", "package-lock.json", "pnpm-lock.yaml", "yarn.lock", "bun.lock"];

function manifestsOf(root: string): Record<string, string> {
  const { read } = diskTree(root);
  return Object.fromEntries(
    MANIFESTS.flatMap((path) => {
      const text = read(path);
      return text === null ? [] : [[path, text]];
    }),
  );
}

/** @param known what an earlier init kept: its texts are older, and hold as long as nobody changed the file since */
function remember(known: Written, changes: readonly Change[], created: ReadonlySet<string>): Written {
  const next = { created: { ...known.created }, edited: { ...known.edited } };
  for (const { path, before, after } of changes) {
    if (before === null || created.has(path)) next.created[path] = hashOf(after);
    else {
      const earlier = known.edited[path];
      const untouched = earlier && earlier.after === hashOf(before);
      next.edited[path] = { before: untouched ? earlier.before : before, after: hashOf(after) };
    }
  }
  return { ...known, ...next };
}

/** Installs first: where that fails, nothing is written. */
export async function apply(
  root: string,
  host: Host,
  plan: Plan,
  { record, source }: { record: Written | null; source: string | null },
): Promise<void> {
  const known = record ?? NOTHING;
  const before = manifestsOf(root);
  if (source !== null && plan.install.length > 0)
    await runManager(addCommand(host.manager, plan.install, source), root);
  const after = manifestsOf(root);
  const manifests = Object.fromEntries(
    Object.entries(before).flatMap(([path, text]) => {
      const now = after[path];
      return now === undefined || now === text ? [] : [[path, { before: hashOf(text), after: hashOf(now) }]];
    }),
  );
  for (const { path, after: text } of plan.changes) writeFile(root, path, text);
  const written = remember(known, plan.changes, new Set(Object.keys(known.created)));
  const installed = source === null ? known.installed : [...known.installed, ...plan.install];
  writeFile(
    root,
    RECORD,
    recordText({ ...written, ...plan.wish, installed, manifests: { ...manifests, ...known.manifests } }),
  );
}
