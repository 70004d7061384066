import { ignoredCheckFired } from "@roundtrip/next/inngest/events";
import { firedAnswer, firing } from "@roundtrip/next/next/handlers/fire";
import { queueTask } from "@roundtrip/next/runs/fire/queue-task";

export const GET = firing("sentry-inngest-ignored", async (run) => {
  await queueTask(run, ignoredCheckFired);
  return firedAnswer(run);
});
export const POST = GET;
