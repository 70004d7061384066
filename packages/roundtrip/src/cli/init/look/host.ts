import { aliasOf } from "./alias.js";
import { type Exported, exportedBy, type InngestParts, inngestClientOf, inngestOf } from "./inngest.js";
import { type LoggerPackage, loggerPackageOf } from "./loggers.js";
import { type Manager, type Manifest, managerOf, manifestOf, versionOf } from "./manifest.js";
import { type ConfigFacts, configOf } from "./next-config.js";
import { type ProxyFacts, proxyOf } from "./proxy.js";
import { type SentryParts, sentryOf } from "./sentry.js";
import { SOURCE, type Surroundings, sourceAt, type Tree } from "./tree.js";

/** Packages whose versions decide what `init` does. */
export const LOOKED_AT = ["next", "@sentry/nextjs", "inngest", "pino", "@roundtrip/next"] as const;
type Looked = (typeof LOOKED_AT)[number];

/** What a host is made of. */
export interface Host {
  manifest: Manifest | null;
  manager: Manager;
  versions: Readonly<Record<Looked, string | null>>;
  /** The App Router's folder, `app` or `src/app`; null where there is none. */
  app: string | null;
  /** The folder that holds it: empty, or `src/`. */
  base: string;
  /** It has a Pages Router beside. */
  pagesRouter: boolean;
  typescript: boolean;
  /** Prefix of an import that reaches `base`. */
  alias: string | null;
  hasRootLayout: boolean;
  sentry: SentryParts;
  instrumentation: string | null;
  proxy: ProxyFacts | null;
  config: ConfigFacts;
  logger: Exported | null;
  /** The logger package that it asks for or imports, whether a file exports its logger or not. */
  loggerPackage: LoggerPackage | null;
  inngest: InngestParts | null;
  /** The type that the server's Sentry ignores, as the owner has named it. */
  ignoredType: string | null;
  /** Its client, also where no route serves its functions. */
  inngestClient: Exported | null;
  /** True where its route is still to be written, and its client where there is none. */
  bringsInngest: boolean;
  changed: readonly string[] | null;
}

const NOBODY: Manifest = { name: "app", declared: {}, packageManager: null };

function appFolder({ paths }: Tree): string | null {
  const routes = /\/(page|route|layout)\.[jt]sx?$/;
  const holds = (folder: string) => paths.some((path) => path.startsWith(`${folder}/`) && routes.test(path));
  // As Next.js has it: `app` counts where both are there.
  return ["app", "src/app"].find(holds) ?? null;
}

export function lookAt(tree: Tree, around: Surroundings): Host {
  const manifest = manifestOf(tree);
  const app = appFolder(tree);
  const base = app === "src/app" ? "src/" : "";
  const version = (name: Looked) => versionOf(name, manifest ?? NOBODY, around);
  return {
    manifest,
    manager: managerOf(manifest ?? NOBODY, around),
    versions: {
      next: version("next"),
      "@sentry/nextjs": version("@sentry/nextjs"),
      inngest: version("inngest"),
      pino: version("pino"),
      "@roundtrip/next": version("@roundtrip/next"),
    },
    app,
    base,
    pagesRouter: tree.paths.some((path) => path.startsWith(`${base}pages/`) && SOURCE.test(path)),
    typescript: tree.read("tsconfig.json") !== null,
    alias: aliasOf(tree, base),
    hasRootLayout: app !== null && sourceAt(tree, `${app}/layout`) !== null,
    sentry: sentryOf(tree),
    instrumentation: sourceAt(tree, `${base}instrumentation`, "instrumentation"),
    proxy: proxyOf(tree, base),
    config: configOf(tree),
    logger: exportedBy(tree, "pino", "pino"),
    loggerPackage: loggerPackageOf(tree, (manifest ?? NOBODY).declared),
    inngest: app ? inngestOf(tree, app) : null,
    ignoredType: null,
    inngestClient: inngestClientOf(tree),
    bringsInngest: false,
    changed: around.changed,
  };
}
