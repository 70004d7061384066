import { RetryAfterError } from "inngest";
import { RoundtripError } from "#checks/errors.js";
import { inngest } from "#inngest/client.js";
import { checkFired } from "#inngest/events.js";
import { refusal } from "#inngest/own.js";
import { noteRaised } from "#next/handlers/fire.js";
import { noteCalled } from "#runs/fire/task-evidence.js";

/** Inngest's own back-off starts at half a minute; a check should not take that long. */
const RETRY_AFTER_MS = 1_000;

/** Fails on every attempt: what Sentry gets must be one event, of the last one. */
export const raise = inngest.createFunction(
  { id: "raise", name: "Raise an error", retries: 1, triggers: [checkFired] },
  ({ event, runId, attempt }) => {
    const refused = refusal(event.data);
    if (refused) return refused;
    const { run, check } = event.data;
    noteCalled(run, runId, attempt);
    const error = new RoundtripError(check, run);
    if (attempt === 0) throw new RetryAfterError(error.message, RETRY_AFTER_MS, { cause: error });
    noteRaised(run, "main", attempt);
    throw error;
  },
);
