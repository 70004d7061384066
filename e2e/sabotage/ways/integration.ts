import { BROWSER_CHECK } from "../browser";
import { each, fail, finds, pass, type Sabotage } from "../sabotage";

const TASK = "sentry-inngest";
const IGNORED = "sentry-inngest-ignored";
const missing = fail("captured", "sdk_integration_missing");

/** How an app's own Sentry.init comes by roundtripIntegration(), where it is not as the documents say. */
export const integrations: readonly Sabotage[] = [
  {
    when: "When Sentry.init of node lacks the integration",
    fault: "no-integration",
    doctor: finds("sdk_node_integration_missing", /^sentry\.server\.config\.ts: integrations/),
    // What an edge route does not catch is reported by Node's SDK.
    steps: [{ checks: each(missing, "sentry", "sentry-extra", "sentry-edge", TASK, IGNORED) }],
  },
  {
    when: "When Sentry.init of the edge runtime lacks the integration",
    fault: "no-edge-integration",
    doctor: finds("sdk_edge_integration_missing", /^sentry\.edge\.config\.ts: integrations/),
    steps: [{ checks: { ...each(missing, "sentry-edge"), ...each(pass, "sentry") } }],
  },
  {
    when: "When Sentry.init of the browser lacks the integration",
    fault: "no-browser-integration",
    doctor: finds("sdk_browser_integration_missing", /sentry\.client\.config\.ts: integrations/),
    steps: [{ browser: async () => undefined, checks: each(missing, BROWSER_CHECK) }],
  },
  {
    when: "When the integration is added after Sentry.init",
    fault: "integration-late",
    doctor: finds("sdk_node_integration_late", /addIntegration/),
    steps: [{ checks: each(pass, "sentry", "sentry-extra", TASK, IGNORED) }],
  },
  {
    when: "When Sentry.init is given the integration twice",
    fault: "integration-twice",
    doctor: finds("sdk_node_integration_twice", /once/),
    steps: [{ checks: each(pass, "sentry", "sentry-extra", TASK, IGNORED) }],
  },
];
