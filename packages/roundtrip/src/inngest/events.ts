import { z } from "zod";
import { findCheck } from "#checks/catalogue.js";
import { EVENT_ID, RUN_ID } from "#verdict/run.js";
import { APP } from "./app.js";

/** The app whose run it is: a task refuses the runs of others. */
const app = z.string();
const check = z.object({
  app,
  run: z.string().regex(RUN_ID),
  check: z.string(),
  parts: z.array(z.object({ role: z.string(), eventId: z.string().regex(EVENT_ID) })),
  /** Shows that this app sent the event, also where a call for it is not signed as it should be. */
  seal: z.string().optional(),
});
export type CheckFired = z.infer<typeof check>;

/** An event's name, which bears the app's id, and the form of its data. Plain: who sends it needs no Inngest. */
const event = <T extends z.ZodType>(name: string, schema: T) => ({ name: `${APP}/${name}`, schema });

/** A check whose error is raised in a task was fired. */
export const checkFired = event("check.fired", check);
/** The same for the check whose error must be ignored. */
export const ignoredCheckFired = event("check.ignored-fired", check);
/** The same for the check whose error is raised in a step. */
export const stepCheckFired = event("check.step-fired", check);
/** The same for the check of tracing, whose task does nothing but be on a trace. */
export const traceCheckFired = event("check.trace-fired", check);
export type CheckEvent = typeof checkFired;

/** A run of whatever check is open: somebody must see to it that it is decided. */
export const runFired = event("run.fired", z.object({ app, run: z.string().regex(RUN_ID) }));

const EVENTS: ReadonlyMap<string, CheckEvent> = new Map([
  ["sentry-inngest", checkFired],
  ["sentry-inngest-ignored", ignoredCheckFired],
  ["sentry-inngest-step", stepCheckFired],
  ["sentry-trace", traceCheckFired],
]);

/** The event of a check of the app's own whose error is raised in a task: only its function is started by it. */
export const ownCheckFired = (name: string): CheckEvent => event(`check.${name}-fired`, check);

/** The event that starts the task of a check; undefined where the check has none. */
export function eventOf(name: string): CheckEvent | undefined {
  const found = findCheck(name);
  if (!found?.task) return undefined;
  return EVENTS.get(found.name) ?? ownCheckFired(found.name);
}
