import { firedAnswer, firing } from "@roundtrip/next/next/handlers/fire";
import { queueTask } from "@roundtrip/next/runs/fire/queue-task";
import { inngest } from "@/inngest/client";

export const GET = firing("sentry-trace", async (run) => {
  await queueTask(run, inngest);
  return firedAnswer(run);
});
export const POST = GET;
