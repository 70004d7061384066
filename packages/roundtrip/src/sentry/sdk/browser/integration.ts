import { INTEGRATION, noteMade } from "#sentry/sdk/state/wiring.js";
import type { Integration } from "#sentry/sdk/types.js";
import { makeFindable } from "./findable.js";
import { watchBoundFetch } from "./native-fetch.js";
import { offerFacts, offerWitness } from "./offers.js";

/**
 * For `integrations` of the app's own Sentry.init in the browser: makes the events of checks findable, and tells the page that
 * raises them what becomes of each. What tells is loaded by that page: any other carries next to nothing of it.
 */
export function roundtripIntegration(): Integration {
  noteMade();
  offerFacts();
  const stopBinding = watchBoundFetch();
  // An init that makes no client, or one that is switched off, sets nothing up.
  queueMicrotask(stopBinding);
  return {
    name: INTEGRATION,
    setup(client) {
      stopBinding();
      makeFindable(client);
      offerWitness(client);
    },
  };
}
