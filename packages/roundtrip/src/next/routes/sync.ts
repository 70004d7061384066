import { guard } from "#access/guard.js";
import { syncFunctions } from "#inngest/api/sync.js";

/** Makes the app register its functions with Inngest. Fires nothing. */
export const POST = guard("write", async () => Response.json(await syncFunctions()));
