import { inngest } from "@/inngest/client";
import { functions } from "@/inngest/functions";
import { doctor } from "@/server/doctor";
import { guard } from "@/server/guard";

/** Examines the set-up, and fires nothing. */
export const GET = guard("read", async () =>
  Response.json(await doctor(functions.map((one) => one.id(inngest.id)))),
);
