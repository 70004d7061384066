import { eventType } from "inngest";
import { CausedError } from "#checks/errors.js";
import { taskId } from "#checks/task-id.js";
import { stepCheckFired } from "#inngest/events.js";
import { refusal } from "#inngest/own.js";
import { noteCalled } from "#runs/fire/task-evidence.js";
import type { Client, HostTasks } from "./host.js";
import { failTwice } from "./raise.js";

/**
 * Fails in a step, on every attempt of it. Inngest keeps the error of the last one as JSON, calls the function again and
 * has the step throw what it made of that: this is what ends the function, and what is reported.
 */
export const raiseInStep = (client: Client, host: HostTasks) =>
  client.createFunction(
    {
      id: taskId("raise-in-step"),
      name: "Raise an error in a step",
      retries: 1,
      checkpointing: false,
      triggers: [eventType(stepCheckFired.name, { schema: stepCheckFired.schema })],
    },
    async ({ event, step, runId, attempt }) => {
      const refused = refusal(event.data);
      if (refused) return refused;
      const { run, check } = event.data;
      noteCalled(run, runId, attempt);
      await step.run("raise", () => failTwice(host, run, attempt, () => new CausedError(check, run)));
      return { run, raised: false };
    },
  );
