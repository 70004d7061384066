import { withSentryConfig } from "@sentry/nextjs/config";
import type { NextConfig } from "next";
import { PHASE_PRODUCTION_BUILD } from "next/constants.js";
import { loadedWhole, securityHeaders } from "#access/headers/static.js";
import { type Addresses, MOUNT, type Mount, variableOf } from "#checks/mount/addresses.js";
import { tooOld, type Versions } from "#checks/versions.js";
import { releaseOfBuild } from "#config/app/release.js";
import { asksFor, installedVersions } from "#config/versions/installed.js";
import { type SentryBuildOptions, uploadMissing, uploadOptions } from "#sentry/upload.js";

type Context = { defaultConfig: NextConfig };
type Given = NextConfig | ((phase: string, context: Context) => NextConfig | Promise<NextConfig>);

/**
 * What the app has installed, but for zod, of which Roundtrip brings its own; and but for a pino that the app does not ask
 * for: the app need not log through it, and only its running Sentry tells whether it does.
 */
function versions(): Versions {
  const app = process.cwd();
  const { pino = null, ...installed } = installedVersions(app);
  return {
    ...installed,
    pino: asksFor(app, "pino") ? pino : null,
    zod: installedVersions(import.meta.dirname).zod ?? null,
  };
}

type Rewrites = Awaited<ReturnType<NonNullable<NextConfig["rewrites"]>>>;

function withOurs(theirs: Rewrites = [], addresses: Addresses) {
  const ours = loadedWhole(addresses);
  return Array.isArray(theirs)
    ? { beforeFiles: ours, afterFiles: theirs, fallback: [] }
    : { ...theirs, beforeFiles: [...ours, ...(theirs.beforeFiles ?? [])] };
}

export interface ConfigOptions {
  /**
   * Where Roundtrip's files are, if not below app/api/health, app/(roundtrip)/admin/sentry and app/admin/checks; and where
   * the app serves its tasks to Inngest, if not at /api/inngest.
   */
  mount?: Partial<Mount>;
  /** Options of Sentry's own withSentryConfig, which this calls; they go before Roundtrip's. */
  sentry?: SentryBuildOptions;
}

/** @throws where a mount point is none: what is below it could not be told from the rest of the app */
function addressesOf({ basePath = "", trailingSlash = false }: NextConfig, mount: Partial<Mount>): Addresses {
  for (const [name, path] of Object.entries(mount))
    if (!/^(\/[\w.~-]+)+$/.test(path))
      throw new Error(
        `withRoundtrip: mount.${name} is "${path}". Write a path from the app's root, without base path and without a slash at its end: "/internal/health"`,
      );
  return { ...MOUNT, ...mount, basePath, trailingSlash };
}

/** What is loaded from node_modules when the server runs: their native and worker files cannot be bundled. */
const EXTERNAL = ["@libsql/client", "pino"];

/**
 * The app's own Next.js configuration, with what Roundtrip needs around it: headers of its addresses, Sentry's build
 * plugin, and a failed upload of source maps that is seen. Imports nothing by an alias: Next.js loads next.config.ts
 * without them.
 */
export function withRoundtrip(
  given: Given = {},
  { mount = {}, sentry = {} }: ConfigOptions = {},
): (phase: string, context: Context) => Promise<NextConfig> {
  return withSentryConfig(
    async (phase: string, context: Context) => {
      const missing = phase === PHASE_PRODUCTION_BUILD ? uploadMissing(process.env) : null;
      if (missing) throw new Error(missing);
      for (const { name, version, least, lacks } of tooOld(versions()))
        console.warn(`roundtrip: ${name} ${version} is installed, and ${least} or newer is needed. ${lacks}`);
      const config = typeof given === "function" ? await given(phase, context) : given;
      const addresses = addressesOf(config, mount);
      return {
        ...config,
        env: { ...config.env, ...variableOf(addresses) },
        headers: async () => [...((await config.headers?.()) ?? []), ...securityHeaders(addresses)],
        rewrites: async () => withOurs(await config.rewrites?.(), addresses),
        compiler: { ...config.compiler, define: { __SENTRY_DEBUG__: false, ...config.compiler?.define } },
        serverExternalPackages: [...(config.serverExternalPackages ?? []), ...EXTERNAL],
      };
    },
    { ...uploadOptions(process.env, releaseOfBuild(process.env)), ...sentry },
  );
}
