import { INTEGRATION, noteMade } from "#sentry/sdk/state/wiring.js";
import { noteWitnessed } from "#sentry/sdk/state/witnessed.js";
import type { Integration } from "#sentry/sdk/types.js";
import { createWitness } from "#sentry/sdk/witness.js";
import { watchSending } from "./sending.js";

/**
 * For `integrations` of the app's own Sentry.init in the edge runtime: makes the events of checks findable, and keeps
 * what it sees of each until a route hands it over.
 */
export function roundtripIntegration(): Integration {
  noteMade();
  return {
    name: INTEGRATION,
    setup(client) {
      const witness = createWitness(noteWitnessed, "edge");
      witness.install(client);
      watchSending(client, witness);
    },
  };
}
