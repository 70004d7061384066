import { eventType } from "inngest";
import { RoundtripControl, RoundtripNearMiss } from "#checks/errors.js";
import { checkMessage } from "#checks/message.js";
import { taskId } from "#checks/task-id.js";
import { ignoredCheckFired } from "#inngest/events.js";
import { refusal } from "#inngest/own.js";
import { afterReport, reportTaskError } from "#inngest/report.js";
import { noteCalled } from "#runs/fire/task-evidence.js";
import { noteRaised } from "#runs/record/raised.js";
import { announce } from "#sentry/sdk/correlation.js";
import { type Client, type HostTasks, thrownBy } from "./host.js";

const COMPANIONS = [
  ["control", RoundtripControl],
  ["near", RoundtripNearMiss],
] as const;

/** A class's name; an app may ignore by a message alone, and then no class has to be told from another. */
const named = ({ name }: Error) =>
  /^[A-Za-z_$][\w.$]{0,99}$/.test(name) && name !== "Error" ? name : undefined;

/**
 * Fails with the ignored error. Right after its report, in the same process, control and near miss follow:
 * absence counts only if they arrive.
 */
export const raiseIgnored = (client: Client, host: HostTasks & Required<Pick<HostTasks, "ignored">>) =>
  client.createFunction(
    {
      id: taskId("raise-ignored"),
      name: "Raise an ignored error",
      retries: 0,
      checkpointing: false,
      triggers: [eventType(ignoredCheckFired.name, { schema: ignoredCheckFired.schema })],
    },
    async ({ event, runId, attempt }) => {
      const refused = refusal(event.data);
      if (refused) return refused;
      const { run, check, parts } = event.data;
      noteCalled(run, runId, attempt);
      const ignored = host.ignored(checkMessage(check, run));
      const followed = await Promise.all(
        COMPANIONS.map(async ([role, Companion]) => {
          const id = parts.find((one) => one.role === role)?.eventId ?? "";
          const error = await thrownBy(host.raise, () => new Companion(check, id, named(ignored)));
          return { role, id, error };
        }),
      );
      afterReport(runId, (delivery, tags) => {
        for (const { role, id, error } of followed) {
          if (error === null) continue;
          announce(run, role, id);
          noteRaised(run, role, attempt);
          reportTaskError(error, delivery, tags);
        }
      });
      noteRaised(run, "main", attempt);
      throw ignored;
    },
  );
