import { INTEGRATION, noteMade } from "#sentry/sdk/state/wiring.js";
import type { Integration } from "#sentry/sdk/types.js";
import { watchBoundFetch } from "./native-fetch.js";
import { offerFacts } from "./offer-facts.js";
import { watchRequests, watchSending } from "./sending.js";
import { installBrowserWitness } from "./witness.js";

/**
 * For `integrations` of the app's own Sentry.init in the browser: makes the events of checks findable, and tells the
 * page that raises them what becomes of each. No other page listens.
 */
export function roundtripIntegration(): Integration {
  noteMade();
  offerFacts();
  const stopBinding = watchBoundFetch(watchRequests);
  // An init that makes no client, or one that is switched off, sets nothing up.
  queueMicrotask(stopBinding);
  return {
    name: INTEGRATION,
    setup(client) {
      stopBinding();
      installBrowserWitness(client);
      watchSending(client);
    },
  };
}
