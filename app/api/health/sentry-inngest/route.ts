import { checkFired } from "@/inngest/events";
import { firedAnswer, firing } from "@/server/fire";
import { queueTask } from "@/server/queue-task";

export const GET = firing("sentry-inngest", async (run) => {
  await queueTask(run, checkFired);
  return firedAnswer(run);
});
export const POST = GET;
