import { setWitnessProcess } from "#sentry/sdk/process.js";
import { INTEGRATION, noteMade } from "#sentry/sdk/state/wiring.js";
import { noteWitnessed } from "#sentry/sdk/state/witnessed.js";
import type { Integration } from "#sentry/sdk/types.js";
import { waitUntilEventsSent } from "#sentry/sdk/wait-until.js";
import { createWitness } from "#sentry/sdk/witness.js";
import { watchSending } from "./sending.js";

/**
 * For `integrations` of the app's own Sentry.init: makes the events of checks findable, and sees what becomes of each. Of
 * the app's own events it changes nothing; on a host that stops processes, it has it wait until they are sent.
 */
export function roundtripIntegration(): Integration {
  noteMade();
  return {
    name: INTEGRATION,
    setup(client) {
      const witness = createWitness(noteWitnessed);
      setWitnessProcess(witness.process);
      waitUntilEventsSent(client);
      witness.install(client);
      watchSending(client, witness);
    },
  };
}
