/** One file of Roundtrip and where it goes in another app; paths from either root. */
export interface Move {
  from: string;
  to: string;
}

/** Parts of Roundtrip that lie in one folder of the other app. */
export const PARTS = ["checks", "sentry", "server", "inngest"] as const;
/** Addresses: their place in `app/` is what makes them. */
export const ROUTES = ["app/admin", "app/api/admin", "app/api/health", "app/api/inngest"] as const;
/** Files that Next.js or Sentry look for by name; an app may have its own. */
export const NAMED = [
  "instrumentation.ts",
  "instrumentation-client.ts",
  "proxy.ts",
  "sentry.server.config.ts",
  "sentry.edge.config.ts",
  "sentry.client.config.ts",
] as const;
/** What Roundtrip's own root layout gives its pages, for the pages below /admin alone. */
export const ADMIN_LAYOUT = "app/admin/layout.tsx";
export const ADMIN_STYLES = "app/admin/roundtrip.css";
const ADMIN_ERROR = "app/admin/error.tsx";

const isTest = (path: string) =>
  /(^|\/)(testing(-[^/]*)?|[^/]*\.test|[^/]*-testing|access-hostile)\.tsx?$/.test(path);

/**
 * Where each file goes.
 * @param files every file of Roundtrip's parts, routes and root, by its path
 * @param base "" or "src/": where the other app has its `app` folder
 * @param hasBoundary the other app has an error boundary of its own, which then is the one that must report
 */
export function plan(files: readonly string[], base: string, hasBoundary = false): Move[] {
  const wanted = files.filter((path) => !isTest(path));
  const below = (folders: readonly string[]) =>
    wanted.filter((path) => folders.some((folder) => path.startsWith(`${folder}/`)));
  return [
    ...below(PARTS).map((from) => ({ from, to: `${base}roundtrip/${from}` })),
    ...below(ROUTES).map((from) => ({ from, to: `${base}${from}` })),
    ...(hasBoundary ? [] : [{ from: "app/error.tsx", to: `${base}${ADMIN_ERROR}` }]),
    { from: "app/globals.css", to: `${base}${ADMIN_STYLES}` },
    ...NAMED.map((from) => ({ from, to: `${base}${from}` })),
  ];
}

/** Another app's compiler settings are not ours, and may be anything. */
const CHECKED = "// @ts-nocheck Types are checked in Roundtrip, with its own compiler settings.\n";

/** A file's text as it must read at its new place. */
export function rewritten({ from, to }: Move, text: string): string {
  if (!/\.tsx?$/.test(from)) return text;
  const moved = text.replace(/(["'])@\/(checks|sentry|server|inngest)\//g, "$1@/roundtrip/$2/");
  return CHECKED + relocated(from, to, moved);
}

function relocated(from: string, to: string, text: string): string {
  if (from === "instrumentation.ts") return text.replace(/"\.\/(server|inngest)\//g, '"./roundtrip/$1/');
  // Another app may have Server Actions of its own, and routes that take files.
  if (from === "proxy.ts")
    return text.replace(/^ +\/\/ This app has no Server Action[\s\S]*?(?=^ +\],$)/m, "");
  return to.endsWith(ADMIN_ERROR) ? text.replaceAll('"./admin/', '"./') : text;
}

export const LAYOUT = `import "./roundtrip.css";
import type { Metadata } from "next";
import type { ReactNode } from "react";

export const metadata: Metadata = { title: { default: "Roundtrip", template: "%s · Roundtrip" } };

/** The styles of Roundtrip's pages, and of no others. */
export default function AdminLayout({ children }: { children: ReactNode }) {
  return children;
}
`;
