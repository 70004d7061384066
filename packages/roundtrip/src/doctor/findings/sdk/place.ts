export type Runtime = "node" | "edge" | "browser";

const SETTINGS =
  "let Sentry.init() have the dsn, release and environment of the variables SENTRY_DSN, SENTRY_PROJECT, COMMIT_SHA and SENTRY_ENVIRONMENT";

/** Where each runtime's SDK is started from, and the app's own file in which Sentry.init() is called. */
export const PLACE = {
  node: {
    name: "node",
    start:
      'instrumentation.ts: in register(), if (process.env.NEXT_RUNTIME === "nodejs") await import("./sentry.server.config"); sentry.server.config.ts: Sentry.init({ dsn, … })',
    settings: `sentry.server.config.ts: ${SETTINGS}`,
    wins: "in Node the first call makes the client, and later ones are ignored",
    file: "sentry.server.config.ts",
  },
  edge: {
    name: "edge",
    start:
      'instrumentation.ts: in register(), if (process.env.NEXT_RUNTIME === "edge") await import("./sentry.edge.config"); sentry.edge.config.ts: Sentry.init({ dsn, … })',
    settings: `sentry.edge.config.ts: ${SETTINGS}`,
    wins: "in the edge runtime a later call replaces the client of an earlier one",
    file: "sentry.edge.config.ts",
  },
  browser: {
    name: "the browser",
    start:
      'instrumentation-client.ts: Sentry.init({ dsn, … }), here or in a file that is imported: import { start } from "./sentry.client.config"; start();',
    settings: "Do not let a cache keep pages across deployments",
    wins: "in the browser a later call replaces the client of an earlier one",
    file: "instrumentation-client.ts or sentry.client.config.ts",
  },
} as const;
