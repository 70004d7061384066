import { eventType } from "inngest";
import { z } from "zod";
import { EVENT_ID, RUN_ID } from "@/checks/run";

const data = z.object({
  run: z.string().regex(RUN_ID),
  check: z.string(),
  parts: z.array(z.object({ role: z.string(), eventId: z.string().regex(EVENT_ID) })),
});
export type CheckFired = z.infer<typeof data>;

/** A check whose error is raised in a task was fired. */
export const checkFired = eventType("roundtrip/check.fired", { schema: data });
/** The same for the check whose error must be ignored. */
export const ignoredCheckFired = eventType("roundtrip/check.ignored-fired", { schema: data });
/** The same for the check of tracing, whose task does nothing but be on a trace. */
export const traceCheckFired = eventType("roundtrip/check.trace-fired", { schema: data });

/** A run of whatever check is open: somebody must see to it that it is decided. */
export const runFired = eventType("roundtrip/run.fired", {
  schema: z.object({ run: z.string().regex(RUN_ID) }),
});
