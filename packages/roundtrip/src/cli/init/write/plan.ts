import { addMiddleware, lacksMiddleware, serveTasks } from "#cli/init/edit/inngest.js";
import { startRoundtrip } from "#cli/init/edit/instrumentation.js";
import { wrapConfig } from "#cli/init/edit/next-config.js";
import { addIntegration } from "#cli/init/edit/sentry-init.js";
import { CannotEdit } from "#cli/init/edit/syntax.js";
import { relativeTo } from "#cli/init/look/alias.js";
import { collisionsIn } from "#cli/init/look/collisions.js";
import type { Host } from "#cli/init/look/host.js";
import { inngestAddress } from "#cli/init/look/inngest.js";
import { refusals } from "#cli/init/look/refusals.js";
import { SOURCE, type Tree } from "#cli/init/look/tree.js";
import { filesWithAfter } from "#cli/init/look/unreported.js";
import { type Chosen, chooseChecks, type Wish } from "./checks.js";
import { createdFiles, importOf, roundtripPath, tasksPath, withInngest } from "./created.js";
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
  /** What the owner asked for, now or before. */
  wish: Wish;
  /** Packages that the app lacks. */
  install: readonly string[];
  /** What the owner has to change, so that a check speaks of it. */
  byHand: readonly string[];
  /** Why nothing is written. */
  refused: readonly string[];
}

type Edit = readonly [path: string, edit: (source: string) => string];

function edits(host: Host): Edit[] {
  const { app, config, sentry, instrumentation, inngest } = host;
  const served = app && inngest ? inngestAddress(inngest, app) : null;
  const inits = new Set([sentry.server, sentry.edge, sentry.browser].flatMap((path) => path ?? []));
  const tasks = tasksPath(host);
  return [
    ...(config.path
      ? [[config.path, (text: string) => wrapConfig(text, config.path ?? "", served)] as const]
      : []),
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

const isTask = (check: string): boolean => check.startsWith("sentry-inngest");

/** The host with what its owner asked for: Inngest, where a task's check is named, and the type that is ignored. */
function asWished(host: Host, { checks = [], ignores }: Wish): Host {
  const asked = { ...host, ignoredType: ignores ?? null };
  const lacks = checks.some(isTask) && host.app !== null && host.inngest === null;
  // Of one that init does not find, a second client would be made beside it.
  const isHidden = host.inngestClient === null && "inngest" in (host.manifest?.declared ?? {});
  return lacks && !isHidden ? withInngest(asked) : asked;
}

/** What `init` would do in a host as it is now: nothing, where it has run and nothing has changed since. */
export function planFor(tree: Tree, seen: Host, record: Written | null, asked: Wish = {}): Plan {
  const wish = { checks: asked.checks ?? record?.checks, ignores: asked.ignores ?? record?.ignores };
  const host = asWished(seen, wish);
  const chosen = { ...chooseChecks(host, wish), wish };
  const files = createdFiles(host, chosen.checks);
  const taken = new Set([...collisionsIn(tree, [...files.keys()]), ...foreign(tree, files, record)]);
  const basic = refusals(host, [...taken]);
  // What was asked for by name is written, or nothing is.
  const unable = asked.checks ? chosen.leftOut.map(({ check, why }) => `--checks: ${check}: ${why}`) : [];
  const whyNot = [...basic, ...unable];
  if (whyNot.length > 0) return { ...chosen, changes: [], install: [], byHand: [], refused: whyNot };
  const { changes, refused } = edited(tree, host);
  const declared = host.manifest?.declared ?? {};
  return {
    ...chosen,
    changes: [...created(tree, files, record), ...changes],
    install: ["@roundtrip/next", "@sentry/nextjs", ...(host.bringsInngest ? ["inngest"] : [])].filter(
      (name) => !(name in declared),
    ),
    byHand: chosen.checks.includes("sentry-after") ? filesWithAfter(tree).map(sayAfter) : [],
    refused,
  };
}

const sayAfter = (path: string): string =>
  `${path}: call reportedAfter() from @roundtrip/next/after in place of after(), which nobody reports errors of.`;
