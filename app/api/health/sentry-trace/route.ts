import { traceCheckFired } from "@/inngest/events";
import { firedAnswer, firing } from "@/server/fire";
import { queueTask } from "@/server/queue-task";

export const GET = firing("sentry-trace", async (run) => {
  await queueTask(run, traceCheckFired);
  return firedAnswer(run);
});
export const POST = GET;
