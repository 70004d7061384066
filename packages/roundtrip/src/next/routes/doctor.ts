import { guard } from "#access/guard.js";
import { doctor } from "#doctor/gather/facts.js";

/** Examines the set-up, and fires nothing. */
export const GET = guard("read", async () => Response.json(await doctor()));
