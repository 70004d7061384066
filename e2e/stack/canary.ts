import { taskId } from "#checks/task-id.js";
import { appIdOf } from "#config/app/id.js";
import type { RunView } from "#stand-ins/inngest/runs/run.js";
import type { Stack } from "@/local/stack";
import { control } from "./client";

const DAY = 24 * 60 * 60_000;
/** Half a year from now: a schedule for that day is due by command alone, never by the clock. */
const DATE = new Date(Date.now() + 180 * DAY);
/** Every minute of that day. */
export const CRON = `* * ${DATE.getUTCDate()} ${DATE.getUTCMonth() + 1} *`;

let minute = 0;
/** Makes the canary's schedule due, at a minute of its own. */
export async function tick(stack: Pick<Stack, "env"> & { inngest: { url: string } }): Promise<void> {
  const at = new Date(Math.floor(DATE.getTime() / DAY) * DAY + minute * 60_000);
  minute += 1;
  const { fired } = await control<{ fired: string[] }>(stack.inngest.url, "tick", { at }, "POST");
  if (!fired.includes(functionId(stack, "canary")))
    throw new Error(`the canary did not fire: ${fired.join()}`);
}

/** Makes Inngest ask the app for its functions, which a server does once by itself and never again. */
export const sync = (stack: Stack) => control(stack.inngest.url, "sync", {}, "POST");

/** The whole id of one of our functions. */
export const functionId = (stack: Pick<Stack, "env">, name: string): string =>
  `${appIdOf(stack.env)}-${taskId(name)}`;

/** Inngest's runs of one of our functions, newest first. */
export async function inngestRuns(stack: Stack, name: string): Promise<RunView[]> {
  const runs = await control<RunView[]>(stack.inngest.url, "runs");
  return runs.filter((one) => one.function_id === functionId(stack, name));
}

/** The runs of which the local Sentry holds an event, by check; a run that was raised twice stands there twice. */
export async function storedRuns(stack: Stack): Promise<Record<string, string[]>> {
  const events = await control<{ event: { tags?: Record<string, string> } }[]>(
    stack.sentry.url,
    "events?limit=5000",
  );
  const byCheck: Record<string, string[]> = {};
  for (const { event } of events) {
    const { check, "check.run": run } = event.tags ?? {};
    if (check && run) byCheck[check] = [...(byCheck[check] ?? []), run];
  }
  return byCheck;
}
