import { eventType, RetryAfterError } from "inngest";
import { RoundtripError } from "#checks/errors.js";
import { taskId } from "#checks/task-id.js";
import { checkFired } from "#inngest/events.js";
import { refusal } from "#inngest/own.js";
import { noteCalled } from "#runs/fire/task-evidence.js";
import { noteRaised } from "#runs/record/raised.js";
import { type Client, type HostTasks, thrownBy } from "./host.js";

/** Inngest's own back-off starts at half a minute; a check should not take that long. */
const RETRY_AFTER_MS = 1_000;

/**
 * Raises by the host, where its errors come from, and has Inngest try once more; the last attempt is what is noted as
 * raised. Returns only where nothing was thrown.
 */
export async function failTwice(
  host: HostTasks,
  run: string,
  attempt: number,
  make: () => Error,
): Promise<void> {
  const thrown = await thrownBy(host.raise, () => {
    if (attempt > 0) noteRaised(run, "main", attempt);
    return make();
  });
  if (thrown === null) return;
  if (attempt > 0 || !(thrown instanceof Error)) throw thrown;
  throw new RetryAfterError(thrown.message, RETRY_AFTER_MS, { cause: thrown });
}

/** Fails on every attempt: what Sentry gets must be one event, of the last one. */
export const raise = (client: Client, host: HostTasks) =>
  client.createFunction(
    {
      id: taskId("raise"),
      name: "Raise an error",
      retries: 1,
      checkpointing: false,
      triggers: [eventType(checkFired.name, { schema: checkFired.schema })],
    },
    async ({ event, runId, attempt }) => {
      const refused = refusal(event.data);
      if (refused) return refused;
      const { run, check } = event.data;
      noteCalled(run, runId, attempt);
      await failTwice(host, run, attempt, () => new RoundtripError(check, run));
      return { run, raised: false };
    },
  );
