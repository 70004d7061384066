import { createRoundtrip } from "@roundtrip/next";

/** What this app takes of Roundtrip: every check that there is. */
export const roundtrip = createRoundtrip({
  checks: [
    "sentry",
    "sentry-extra",
    "sentry-inngest",
    "sentry-inngest-ignored",
    "sentry-render",
    "sentry-action",
    "sentry-edge",
    "sentry-proxy",
    "sentry-browser",
    "sentry-control-flow",
    "sentry-trace",
  ],
  inngest: () => import("./app/api/inngest/route"),
});
