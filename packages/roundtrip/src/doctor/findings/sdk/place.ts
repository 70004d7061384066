export type Runtime = "node" | "edge" | "browser";

/** Where each runtime's SDK is started from, and where Sentry.init() is called. */
export const PLACE = {
  node: {
    name: "node",
    start:
      'instrumentation.ts: in register(), if (process.env.NEXT_RUNTIME === "nodejs") await import("./sentry.server.config"); sentry.server.config.ts: startNode(settings, …)',
    settings: "sentry.server.config.ts: hand startNode() what sentrySettings() says, unchanged",
    asked: "startNode() of packages/roundtrip/src/sentry/sdk/node/start.ts",
    wins: "in Node the first call makes the client, and later ones are ignored",
    file: "packages/roundtrip/src/sentry/sdk/node/start.ts",
  },
  edge: {
    name: "edge",
    start:
      'instrumentation.ts: in register(), if (process.env.NEXT_RUNTIME === "edge") await import("./sentry.edge.config"); sentry.edge.config.ts: startEdge(settings, …)',
    settings: "sentry.edge.config.ts: hand startEdge() what sentrySettings() says, unchanged",
    asked: "startEdge() of packages/roundtrip/src/sentry/sdk/edge/start.ts",
    wins: "in the edge runtime a later call replaces the client of an earlier one",
    file: "packages/roundtrip/src/sentry/sdk/edge/start.ts",
  },
  browser: {
    name: "the browser",
    start: 'instrumentation-client.ts: import { start } from "./sentry.client.config"; start();',
    settings: "Do not let a cache keep pages across deployments",
    asked: "startBrowser() of packages/roundtrip/src/sentry/sdk/browser/start.ts",
    wins: "in the browser a later call replaces the client of an earlier one",
    file: "packages/roundtrip/src/sentry/sdk/browser/start.ts",
  },
} as const;
