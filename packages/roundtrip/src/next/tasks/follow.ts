import { eventType } from "inngest";
import { taskId } from "#checks/task-id.js";
import { runFired } from "#inngest/events.js";
import { refusal } from "#inngest/own.js";
import type { Looks } from "#runs/follow/plan.js";
import { followStep } from "#runs/follow/step.js";
import type { Client } from "./host.js";

/** By then a process that lives has decided most runs and counted their events once more. */
const HEAD_START = "45s";
/** An hour's sleeps are fewer than thirty; a run that needs more is looked at by whoever asks for it. */
const MOST_TURNS = 60;

/** Sees to it that a run is decided, and late told from lost, though its caller and its process went away. */
export const follow = (client: Client) =>
  client.createFunction(
    {
      id: taskId("follow"),
      name: "Follow a run to its verdict",
      retries: 4,
      checkpointing: false,
      triggers: [eventType(runFired.name, { schema: runFired.schema })],
    },
    async ({ event, step }) => {
      const refused = refusal(event.data);
      if (refused) return refused;
      const { run } = event.data;
      let looks: Looks = { count: 0, lastAt: 0 };
      await step.sleep("leave it to its own process", HEAD_START);
      for (let turn = 0; turn < MOST_TURNS; turn += 1) {
        const seen = await step.run(`look ${turn}`, () => followStep(run, looks));
        if (!seen || seen.sleepMs === null) return { run, verdict: seen?.verdict ?? "unknown" };
        looks = seen.looks;
        await step.sleep(`wait ${turn}`, seen.sleepMs);
      }
      return { run, verdict: "pending" };
    },
  );
