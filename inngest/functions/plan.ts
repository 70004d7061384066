import { type PlannedFunction, triggersOf } from "@/checks/inngest-plan";
import { inngest } from "../client";
import { functions } from "./index";

/** What this app would register with Inngest now; where it will be called is for the registration to say. */
export const plan = (): PlannedFunction[] =>
  functions.map((fn) => ({
    id: fn.id(inngest.id),
    triggers: triggersOf(
      (fn.opts.triggers ?? []).map((one) => ("cron" in one ? { cron: one.cron } : { event: one.event })),
    ),
    address: null,
  }));
