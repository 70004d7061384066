import { inngest } from "#inngest/client.js";
import { type PlannedFunction, triggersOf } from "#verdict/inngest/plan.js";
import { functions } from "./all.js";

/** What this app would register with Inngest now; where it will be called is for the registration to say. */
export const plan = (): PlannedFunction[] =>
  functions.map((fn) => ({
    id: fn.id(inngest.id),
    triggers: triggersOf(
      (fn.opts.triggers ?? []).map((one) => ("cron" in one ? { cron: one.cron } : { event: one.event })),
    ),
    address: null,
  }));
