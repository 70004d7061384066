import { ignoredCheckFired } from "@/inngest/events";
import { firedAnswer, firing } from "@/server/fire";
import { queueTask } from "@/server/queue-task";

export const GET = firing("sentry-inngest-ignored", async (run) => {
  await queueTask(run, ignoredCheckFired);
  return firedAnswer(run);
});
export const POST = GET;
