import { eventType } from "inngest";
import { z } from "zod";
import { EVENT_ID, RUN_ID } from "#verdict/run.js";
import { APP } from "./app.js";

/** The app whose run it is: a task refuses the runs of others. */
const app = z.string();
const data = z.object({
  app,
  run: z.string().regex(RUN_ID),
  check: z.string(),
  parts: z.array(z.object({ role: z.string(), eventId: z.string().regex(EVENT_ID) })),
  /** Shows that this app sent the event, also where a call for it is not signed as it should be. */
  seal: z.string().optional(),
});
export type CheckFired = z.infer<typeof data>;

/** A check whose error is raised in a task was fired. */
export const checkFired = eventType(`${APP}/check.fired`, { schema: data });
/** The same for the check whose error must be ignored. */
export const ignoredCheckFired = eventType(`${APP}/check.ignored-fired`, { schema: data });
/** The same for the check of tracing, whose task does nothing but be on a trace. */
export const traceCheckFired = eventType(`${APP}/check.trace-fired`, { schema: data });

/** A run of whatever check is open: somebody must see to it that it is decided. */
export const runFired = eventType(`${APP}/run.fired`, {
  schema: z.object({ app, run: z.string().regex(RUN_ID) }),
});
