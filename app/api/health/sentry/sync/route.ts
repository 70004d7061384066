import { syncNow } from "@/inngest/functions/sync";
import { guard } from "@/server/guard";

/** Makes the app register its functions with Inngest. Fires nothing. */
export const POST = guard("write", async () => Response.json(await syncNow()));
