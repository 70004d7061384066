import { isOlder } from "#checks/versions.js";
import type { Host } from "./host.js";

const LEAST = { next: "16.0.0", "@sentry/nextjs": "11.5.0", inngest: "4.24.0" } as const;

const list = (names: readonly string[]): string =>
  names.length > 3 ? `${names.slice(0, 3).join(", ")} and ${names.length - 3} more` : names.join(", ");

/** Why nothing can be written here, whatever the owner answers; one sentence a reason, with what to do. */
export function refusals(host: Host, collisions: readonly string[]): string[] {
  const { manifest, versions, app, config } = host;
  if (!manifest)
    return [
      "There is no package.json here that can be read. Run init in the folder of your Next.js app, or name it: --dir ../shop",
    ];
  if (!("next" in manifest.declared))
    return [
      "package.json does not name next. Run init in the folder of your Next.js app, or name it: --dir ../shop",
    ];
  return [
    ...Object.entries(LEAST).flatMap(([name, least]) =>
      tooOld(name, versions[name as keyof typeof LEAST], least),
    ),
    ...(app === null
      ? [
          "There is no App Router here: no page, route or layout below app/ or src/app/. Add one, and run init again.",
        ]
      : []),
    ...(config.isExport
      ? [
          `${config.path}: output "export" builds an app without a server, and Roundtrip runs in the server. Take the setting out.`,
        ]
      : []),
    ...unread(host),
    ...config.settings.flatMap((name) => SETTINGS[name]?.(config.path ?? "") ?? []),
    ...(collisions.length > 0
      ? [
          `You have files of your own at Roundtrip's addresses, /api/health/sentry… and /admin/sentry: ${list(collisions)}. Move them to other addresses.`,
        ]
      : []),
  ];
}

/** Beside src/app, Next.js passes over an instrumentation file at the root: what it starts has never run. */
const unread = ({ base, instrumentation }: Host): string[] =>
  instrumentation === null || instrumentation.startsWith(base)
    ? []
    : [
        `${instrumentation}: is at the root, and Next.js loads it from ${base} alone, where app/ is. So nothing starts your Sentry. Move it to ${base}${instrumentation}, mend its imports, and run init again.`,
      ];

const SETTINGS: Readonly<Record<string, (path: string) => string>> = {
  pageExtensions: (path) =>
    `${path}: pageExtensions makes Next.js pass over files with the endings that init's have, as in route.ts and page.tsx, or route.js. Add them to the list, or take the setting out.`,
};

function tooOld(name: string, version: string | null, least: string): string[] {
  if (version === null || !isOlder(version, least)) return [];
  return [`${name} ${version} is too old: Roundtrip needs ${least} or newer. Update it, and run init again.`];
}

/** A working tree with changes makes what init writes hard to tell from what the owner wrote. */
export const dirty = ({ changed }: Host): string | null =>
  changed && changed.length > 0
    ? `Git has changes that are not committed: ${list(changed)}. Commit them, so that init's are told apart from yours, or say --force.`
    : null;
