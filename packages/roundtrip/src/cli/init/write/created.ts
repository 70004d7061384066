import { posix } from "node:path";
import { relativeTo } from "#cli/init/look/alias.js";
import type { Host } from "#cli/init/look/host.js";
import { SOURCE } from "#cli/init/look/tree.js";
import { inngestClient, inngestRoute, layout, nextConfig, page, roundtripFile, tasksFile } from "./app.js";
import { logsToConsole } from "./checks.js";
import { metadataPage, pagesRoute, streamRoute } from "./raising.js";
import {
  afterRoute,
  consoleRoute,
  loggedRoute,
  restRoute,
  taskRoute,
  unawaitedRoute,
  uncaughtRoute,
  visitingRoute,
} from "./routes.js";
import { instrumentation, sentryBrowser, sentryEdge, sentryServer } from "./sentry.js";

export type Files = ReadonlyMap<string, string>;
const withoutExtension = (path: string): string => path.replace(SOURCE, "");

/** Imports by the host's alias where it has one that reaches the file, else by a relative path. */
export function importOf({ alias, base }: Host, from: string, to: string): string {
  const target = withoutExtension(to);
  if (alias !== null && target.startsWith(base)) return `${alias}${target.slice(base.length)}`;
  return relativeTo(from, target);
}

const names = (host: Host) => {
  const { base, typescript } = host;
  const [ts, tsx] = typescript ? ["ts", "tsx"] : ["js", "js"];
  return { ts, tsx, app: host.app ?? "app", roundtrip: `${base}roundtrip.${ts}` };
};

export const roundtripPath = (host: Host): string => names(host).roundtrip;

export function tasksPath(host: Host): string | null {
  return host.inngest && posix.join(posix.dirname(host.inngest.client.path), `roundtrip.${names(host).ts}`);
}

function sentryFiles(host: Host): [string, string][] {
  const { base, sentry } = host;
  if (sentry.server || sentry.edge || sentry.browser) return [];
  const { ts } = names(host);
  const name = host.manifest?.name ?? "app";
  return [
    [`${base}sentry.server.config.${ts}`, sentryServer(name, host.logger !== null)],
    [`${base}sentry.edge.config.${ts}`, sentryEdge(name)],
    [`${base}instrumentation-client.${ts}`, sentryBrowser()],
  ];
}

function instrumentationFile(host: Host, written: readonly string[]): [string, string][] {
  if (host.instrumentation) return [];
  const { ts, roundtrip } = names(host);
  const path = `${host.base}instrumentation.${ts}`;
  const reach = (runtime: "server" | "edge") => {
    const file = host.sentry[runtime] ?? written.find((one) => one.includes(`sentry.${runtime}.config.`));
    return file ? relativeTo(path, withoutExtension(file)) : null;
  };
  const toRoundtrip = relativeTo(path, withoutExtension(roundtrip));
  return [[path, instrumentation(reach("server"), reach("edge"), toRoundtrip)]];
}

/** Checks whose route needs nothing of the host but roundtrip.ts. */
const PLAIN: Readonly<Record<string, (from: string) => string>> = {
  sentry: uncaughtRoute,
  "sentry-after": afterRoute,
  "sentry-unawaited": unawaitedRoute,
  "sentry-metadata": (from) => visitingRoute(from, "sentry-metadata", "/admin/checks/metadata", "200, 500"),
  "sentry-stream": (from) => visitingRoute(from, "sentry-stream", "/admin/checks/stream", "200"),
  "sentry-pages-api": (from) =>
    visitingRoute(from, "sentry-pages-api", "/api/health/raises/pages-api", "500"),
};

/** The pages and routes that raise a check's error once they are visited. */
function raisingFiles(host: Host, checks: readonly string[]): [string, string][] {
  const { app, ts, tsx } = names(host);
  const folder = `${app}/(roundtrip)/admin/checks`;
  const all: [check: string, path: string, text: string][] = [
    ["sentry-metadata", `${folder}/metadata/page.${tsx}`, metadataPage()],
    ["sentry-stream", `${folder}/stream/route.${ts}`, streamRoute()],
    ["sentry-pages-api", `${host.base}pages/api/health/raises/pages-api.${ts}`, pagesRoute(host.typescript)],
  ];
  return all.flatMap(([check, path, text]) => (checks.includes(check) ? [[path, text]] : []));
}

function checkRoutes(host: Host, checks: readonly string[]): [string, string][] {
  const { app, ts, roundtrip } = names(host);
  return checks.flatMap((name): [string, string][] => {
    const path = `${app}/api/health/${name}/route.${ts}`;
    const from = importOf(host, path, roundtrip);
    const plain = PLAIN[name];
    if (plain) return [[path, plain(from)]];
    if (name === "sentry-extra" && logsToConsole(host)) return [[path, consoleRoute(from)]];
    const part = name === "sentry-extra" ? host.logger : host.inngest?.client;
    if (!part) return [];
    const named = { from: importOf(host, path, part.path), name: part.name };
    return [[path, name === "sentry-extra" ? loggedRoute(from, named) : taskRoute(from, name, named)]];
  });
}

function tasks(host: Host, checks: readonly string[]): [string, string][] {
  const path = tasksPath(host);
  if (!path || !host.inngest) return [];
  const { client } = host.inngest;
  const type = host.ignoredType;
  const ignored = checks.includes("sentry-inngest-ignored") ? (type ?? host.sentry.ignores) : null;
  const from = relativeTo(path, withoutExtension(client.path));
  return [[path, tasksFile({ from, name: client.name }, ignored, type !== null || undefined)]];
}

/** Where Inngest's route goes in an app that has none, and its client where there is none either. */
export function withInngest(host: Host): Host {
  const { app, ts } = names(host);
  const client = host.inngestClient ?? { path: `${host.base}inngest/client.${ts}`, name: "inngest" };
  return { ...host, bringsInngest: true, inngest: { client, route: `${app}/api/inngest/route.${ts}` } };
}

function broughtInngest(host: Host): [string, string][] {
  const tasks = tasksPath(host);
  if (!host.bringsInngest || !host.inngest || !tasks) return [];
  const { client, route } = host.inngest;
  const reach = (path: string) => importOf(host, route, path);
  const own = host.inngestClient
    ? []
    : [[client.path, inngestClient(host.manifest?.name ?? "app")] as [string, string]];
  return [...own, [route, inngestRoute({ from: reach(client.path), name: client.name }, reach(tasks))]];
}

/** Every file that init writes where none is, with its text. */
export function createdFiles(host: Host, checks: readonly string[]): Files {
  const { app, ts, tsx, roundtrip } = names(host);
  const rest = `${app}/api/health/[...roundtrip]/route.${ts}`;
  const sentry = sentryFiles(host);
  const inngest = host.inngest && relativeTo(roundtrip, withoutExtension(host.inngest.route));
  return new Map<string, string>([
    [roundtrip, roundtripFile(checks, inngest)],
    ...checkRoutes(host, checks),
    ...raisingFiles(host, checks),
    ...broughtInngest(host),
    ...tasks(host, checks),
    [rest, restRoute(importOf(host, rest, roundtrip))],
    [`${app}/(roundtrip)/admin/sentry/[[...roundtrip]]/page.${tsx}`, page()],
    [`${app}/(roundtrip)/layout.${tsx}`, layout({ ...host, cacheComponents: host.config.cacheComponents })],
    ...sentry,
    ...instrumentationFile(
      host,
      sentry.map(([path]) => path),
    ),
    ...(host.config.path ? [] : [[`next.config.${host.typescript ? "ts" : "mjs"}`, nextConfig()] as const]),
  ]);
}
