import { traceCheckFired } from "@roundtrip/next/inngest/events";
import { firedAnswer, firing } from "@roundtrip/next/next/handlers/fire";
import { queueTask } from "@roundtrip/next/runs/fire/queue-task";

export const GET = firing("sentry-trace", async (run) => {
  await queueTask(run, traceCheckFired);
  return firedAnswer(run);
});
export const POST = GET;
