import type { Host } from "./host";
import { BREAKS, ONE_RUNTIME, POLICY, PROXY, serverInit } from "./sentry";

/** Sentry hears what the app writes to its console, uncaught errors included, which Next.js writes there. */
export const CONSOLE: Host = {
  name: "console",
  has: "no pino: it logs to the console, which its own Sentry hears through `captureConsoleIntegration`",
  checks: ["sentry", "sentry-extra"],
  packages: ["@sentry/nextjs@11.5.0"],
  files: {
    "sentry.server.config.ts": serverInit(`  integrations: [
    Sentry.captureConsoleIntegration({
      levels: ["error"],
      handled: process.env.SHOP_HANDLES_ALL === "1",
    }),
  ],
`),
    "proxy.ts": PROXY,
    "instrumentation.ts": ONE_RUNTIME,
  },
  breaks: [
    ...BREAKS,
    POLICY,
    {
      title: "its Sentry counts as handled what is written to the console",
      env: { SHOP_HANDLES_ALL: "1" },
      cause: "reported_by_console",
    },
  ],
};
