import { createRoundtrip } from "@roundtrip/next";
import { basketCheck } from "./app/shop/basket-check";
import { orderCheck } from "./app/shop/check";
import { chargeCheck, localeCheck, stockCheck } from "./app/shop/later-checks";

/** What this app takes of Roundtrip: every check of Roundtrip but the Pages Router's, and five of its own. */
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
    "sentry-after",
    "sentry-inngest-step",
    "sentry-unawaited",
    "sentry-metadata",
    "sentry-stream",
    orderCheck,
    basketCheck,
    chargeCheck,
    stockCheck,
    localeCheck,
  ],
  inngest: () => import("./app/api/inngest/route"),
});
