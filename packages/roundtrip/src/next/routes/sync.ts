import { guard } from "#access/guard.js";
import { syncNow } from "#next/tasks/sync.js";

/** Makes the app register its functions with Inngest. Fires nothing. */
export const POST = guard("write", async () => Response.json(await syncNow()));
