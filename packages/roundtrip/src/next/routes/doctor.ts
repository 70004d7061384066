import { guard } from "#access/guard.js";
import { doctor } from "#doctor/gather/facts.js";
import { plan } from "#next/tasks/plan.js";

/** Examines the set-up, and fires nothing. */
export const GET = guard("read", async () => Response.json(await doctor(plan())));
