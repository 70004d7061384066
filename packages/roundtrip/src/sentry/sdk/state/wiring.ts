import type { Client } from "#sentry/sdk/types.js";
import { singleton } from "#state/singleton.js";
import type { Wiring } from "#verdict/evidence/wiring.js";

/** The name under which the SDK knows the integration. */
export const INTEGRATION = "Roundtrip";

const made = () => singleton("integration-made", () => ({ times: 0 }));

/** Notes that an init of this runtime was given the integration. Each runtime has a global object of its own. */
export function noteMade(): void {
  made().times += 1;
}

/**
 * How the running client came by the integration. In Node the first call of Sentry.init makes the client and later ones
 * are ignored; in edge and browser a later call replaces it. Without a client there is nothing to say.
 */
export function wiringOf(client: Client | undefined): Wiring {
  if (client?.getDsn() === undefined) return "installed";
  // A client that is switched off lists its integrations, and sets none up.
  const listed = client.getOptions().integrations.some(({ name }) => name === INTEGRATION);
  if (listed) return made().times > 1 ? "twice" : "installed";
  if (client.getIntegrationByName(INTEGRATION) !== undefined) return "late";
  return made().times > 0 ? "other_init" : "missing";
}
