import { eventType, type InngestFunction } from "inngest";
import type { Check } from "#checks/check.js";
import { ownCheckFired } from "#inngest/events.js";
import { refusal } from "#inngest/own.js";
import { raisingOf } from "#next/handlers/raising.js";
import { noteCalled } from "#runs/fire/task-evidence.js";
import type { Client, OwnTask } from "./host.js";

const checked = ({ check }: OwnTask): Check => {
  if (check?.task && check.parts) return check;
  throw new Error(
    `roundtrip: roundtripTasks: checks: ${check?.name ? `"${check.name}" runs in "${check.place}"` : "an entry has no check"}; only what defineCheck() made with runsIn "task" belongs here`,
  );
};

/** The function in which a check of the app's own raises its error: once, for it is not retried. */
export const raiseOwn = (client: Client, own: OwnTask): InngestFunction.Any => {
  const check = checked(own);
  const fired = ownCheckFired(check.name);
  return client.createFunction(
    {
      id: check.task ?? "",
      name: check.title,
      retries: 0,
      checkpointing: false,
      triggers: [eventType(fired.name, { schema: fired.schema })],
    },
    async ({ event, runId, attempt }) => {
      const refused = refusal(event.data);
      if (refused) return refused;
      const { run } = event.data;
      noteCalled(run, runId, attempt);
      const { error, mark } = raisingOf(check, run, { attempt });
      await own.raise({ error, mark });
      return { run, raised: false };
    },
  );
};
