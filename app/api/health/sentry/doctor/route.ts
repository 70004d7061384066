import { plan } from "@/inngest/functions/plan";
import { doctor } from "@/server/doctor";
import { guard } from "@/server/guard";

/** Examines the set-up, and fires nothing. */
export const GET = guard("read", async () => Response.json(await doctor(plan())));
