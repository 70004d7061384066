import { withSentryConfig } from "@sentry/nextjs/config";
import type { NextConfig } from "next";
import { PHASE_PRODUCTION_BUILD } from "next/constants.js";
import { loadedWhole, securityHeaders } from "#access/headers/static.js";
import { tooOld } from "#checks/versions.js";
import { releaseOfBuild } from "#config/app/release.js";
import { installedVersions } from "#config/versions/installed.js";
import { uploadMissing, uploadOptions } from "#sentry/upload.js";

type Given =
  | NextConfig
  | ((phase: string, context: { defaultConfig: NextConfig }) => NextConfig | Promise<NextConfig>);

type Rewrites = Awaited<ReturnType<NonNullable<NextConfig["rewrites"]>>>;

const withOurs = (theirs: Rewrites = []) =>
  Array.isArray(theirs)
    ? { beforeFiles: loadedWhole, afterFiles: theirs, fallback: [] }
    : { ...theirs, beforeFiles: [...loadedWhole, ...(theirs.beforeFiles ?? [])] };

/** What is loaded from node_modules when the server runs: their native and worker files cannot be bundled. */
const EXTERNAL = ["@libsql/client", "pino"];

/**
 * The app's own Next.js configuration, with what Roundtrip needs around it: headers of its addresses, Sentry's build
 * plugin, and a failed upload of source maps that is seen. Imports nothing by an alias: Next.js loads next.config.ts
 * without them.
 */
export function withRoundtrip(given: Given = {}) {
  return withSentryConfig(
    async (phase: string, context: { defaultConfig: NextConfig }) => {
      const missing = phase === PHASE_PRODUCTION_BUILD ? uploadMissing(process.env) : null;
      if (missing) throw new Error(missing);
      for (const { name, version, least, lacks } of tooOld(installedVersions(process.cwd())))
        console.warn(`roundtrip: ${name} ${version} is installed, and ${least} or newer is needed. ${lacks}`);
      const config = typeof given === "function" ? await given(phase, context) : given;
      if (config.basePath)
        throw new Error(
          "basePath: Roundtrip's addresses do not work below a base path; serve the app at the root of a host of its own",
        );
      return {
        ...config,
        headers: async () => [...((await config.headers?.()) ?? []), ...securityHeaders()],
        rewrites: async () => withOurs(await config.rewrites?.()),
        compiler: { ...config.compiler, define: { __SENTRY_DEBUG__: false, ...config.compiler?.define } },
        serverExternalPackages: [...(config.serverExternalPackages ?? []), ...EXTERNAL],
      };
    },
    uploadOptions(process.env, releaseOfBuild(process.env)),
  );
}
