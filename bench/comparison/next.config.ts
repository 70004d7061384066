import { resolve } from "node:path";
import { withSentryConfig } from "@sentry/nextjs/config";
import type { NextConfig } from "next";

/** A plain Next + Sentry app, built with the same settings as Roundtrip's own. */
const config: NextConfig = {
  poweredByHeader: false,
  compiler: { define: { __SENTRY_DEBUG__: false } },
  typescript: { ignoreBuildErrors: true },
  serverExternalPackages: ["@libsql/client", "pino"],
  turbopack: { root: resolve(import.meta.dirname, "../..") },
};

export default withSentryConfig(config, {
  silent: true,
  telemetry: false,
  sourcemaps: { deleteSourcemapsAfterUpload: false },
});
