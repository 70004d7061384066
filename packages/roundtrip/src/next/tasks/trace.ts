import { eventType } from "inngest";
import { RoundtripControl } from "#checks/errors.js";
import { TRACE_CHECK_TASK } from "#checks/trace-mark.js";
import { traceCheckFired } from "#inngest/events.js";
import { refusal } from "#inngest/own.js";
import { afterSpan, reportTaskError } from "#inngest/report.js";
import { noteCalled } from "#runs/fire/task-evidence.js";
import { noteRaised } from "#runs/record/raised.js";
import { markSpans } from "#runs/record/sdk-state.js";
import { announce } from "#sentry/sdk/correlation.js";
import { type Client, type HostTasks, thrownBy } from "./host.js";

/**
 * Is on its caller's trace, and goes well. Once its span has ended, the control follows in the same process: that no
 * span is stored counts only if what was sent after it arrives.
 */
export const trace = (client: Client, host: HostTasks) =>
  client.createFunction(
    {
      id: TRACE_CHECK_TASK,
      name: "Be on a trace",
      retries: 0,
      checkpointing: false,
      triggers: [eventType(traceCheckFired.name, { schema: traceCheckFired.schema })],
    },
    async ({ event, runId, attempt }) => {
      const refused = refusal(event.data);
      if (refused) return refused;
      const { run, check, parts } = event.data;
      markSpans(run);
      noteCalled(run, runId, attempt);
      noteRaised(run, "main", attempt);
      const control = parts.find((one) => one.role === "control")?.eventId ?? "";
      const error = await thrownBy(host.raise, () => new RoundtripControl(check, control));
      if (error === null) return { run };
      afterSpan(runId, () => {
        announce(run, "control", control);
        noteRaised(run, "control", attempt);
        reportTaskError(error, `${runId}:${attempt}`, {});
      });
      return { run };
    },
  );
