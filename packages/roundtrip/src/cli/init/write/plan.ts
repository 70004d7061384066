import { addMiddleware, lacksMiddleware, serveTasks } from "#cli/init/edit/inngest.js";
import { startRoundtrip } from "#cli/init/edit/instrumentation.js";
import { wrapConfig } from "#cli/init/edit/next-config.js";
import { addIntegration } from "#cli/init/edit/sentry-init.js";
import { CannotEdit } from "#cli/init/edit/syntax.js";
import { relativeTo } from "#cli/init/look/alias.js";
import { collisionsIn } from "#cli/init/look/collisions.js";
import type { Host } from "#cli/init/look/host.js";
import { refusals } from "#cli/init/look/refusals.js";
import { SOURCE, type Tree } from "#cli/init/look/tree.js";
import { type Chosen, chooseChecks } from "./checks.js";
import { createdFiles, importOf, roundtripPath, tasksPath } from "./created.js";
import { ignoreData } from "./gitignore.js";
import { hashOf, type Written } from "./record.js";

/** A file as it is, and as it is to be. */
export interface Change {
  path: string;
  before: string | null;
  after: string;
}

export interface Plan extends Chosen {
  changes: readonly Change[];
  /** Packages that the app lacks. */
  install: readonly string[];
  /** Why nothing is written. */
  refused: readonly string[];
}

type Edit = readonly [path: string, edit: (source: string) => string];

function edits(host: Host): Edit[] {
  const { config, sentry, instrumentation, inngest } = host;
  const inits = new Set([sentry.server, sentry.edge, sentry.browser].flatMap((path) => path ?? []));
  const tasks = tasksPath(host);
  return [
    ...(config.path ? [[config.path, (text: string) => wrapConfig(text, config.path ?? "")] as const] : []),
    ...[...inits].map((path) => [path, (text: string) => addIntegration(text, path)] as const),
    ...(instrumentation ? [[instrumentation, starting(host, instrumentation)] as const] : []),
    ...(inngest && tasks
      ? [
          [
            inngest.route,
            (text: string) => serveTasks(text, inngest.route, importOf(host, inngest.route, tasks)),
          ] as const,
          [inngest.client.path, reporting(inngest.client.path)] as const,
        ]
      : []),
    [".gitignore", ignoreData],
  ];
}

const starting = (host: Host, path: string) => (text: string) =>
  startRoundtrip(text, path, relativeTo(path, roundtripPath(host).replace(SOURCE, "")));

const reporting = (path: string) => (text: string) =>
  lacksMiddleware(text, path) ? addMiddleware(text, path) : text;

function edited(tree: Tree, host: Host): { changes: Change[]; refused: string[] } {
  const after = new Map<string, string>();
  const refused: string[] = [];
  for (const [path, edit] of edits(host)) {
    const text = after.get(path) ?? tree.read(path);
    if (text === null) continue;
    try {
      after.set(path, edit(text));
    } catch (error) {
      if (!(error instanceof CannotEdit)) throw error;
      refused.push(error.message);
    }
  }
  const changes = [...after].map(([path, text]) => ({ path, before: tree.read(path), after: text }));
  return { changes: changes.filter((one) => one.before !== one.after), refused };
}

/** A file of ours that is not there, or is as an older version wrote it. What the owner changed or removed stays so. */
function created(tree: Tree, files: ReadonlyMap<string, string>, record: Written | null): Change[] {
  return [...files].flatMap(([path, after]) => {
    const before = tree.read(path);
    const known = record?.created[path];
    if (before === after) return [];
    const isFree = before === null ? known === undefined : known === hashOf(before);
    return isFree ? [{ path, before, after }] : [];
  });
}

const foreign = (tree: Tree, files: ReadonlyMap<string, string>, record: Written | null): string[] =>
  [...files.keys()].filter((path) => {
    const text = tree.read(path);
    return text !== null && record?.created[path] === undefined && !/roundtrip/.test(text);
  });

/** What `init` would do in a host as it is now: nothing, where it has run and nothing has changed since. */
export function planFor(tree: Tree, host: Host, record: Written | null): Plan {
  const chosen = chooseChecks(host);
  const files = createdFiles(host, chosen.checks);
  const taken = new Set([...collisionsIn(tree, [...files.keys()]), ...foreign(tree, files, record)]);
  const basic = refusals(host, [...taken]);
  if (basic.length > 0) return { ...chosen, changes: [], install: [], refused: basic };
  const { changes, refused } = edited(tree, host);
  const declared = host.manifest?.declared ?? {};
  return {
    ...chosen,
    changes: [...created(tree, files, record), ...changes],
    install: ["@roundtrip/next", "@sentry/nextjs"].filter((name) => !(name in declared)),
    refused,
  };
}
