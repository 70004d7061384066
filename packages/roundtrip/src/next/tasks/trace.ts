import { RoundtripControl } from "#checks/errors.js";
import { inngest } from "#inngest/client.js";
import { traceCheckFired } from "#inngest/events.js";
import { refusal } from "#inngest/own.js";
import { afterSpan, reportTaskError } from "#inngest/report.js";
import { noteRaised } from "#next/handlers/fire.js";
import { noteCalled } from "#runs/fire/task-evidence.js";
import { markSpans } from "#runs/record/sdk-state.js";
import { announce } from "#sentry/sdk/correlation.js";

/**
 * Is on its caller's trace, and goes well. Once its span has ended, the control follows in the same process: that no
 * span is stored counts only if what was sent after it arrives.
 */
export const trace = inngest.createFunction(
  { id: "trace", name: "Be on a trace", retries: 0, triggers: [traceCheckFired] },
  ({ event, runId, attempt }) => {
    const refused = refusal(event.data);
    if (refused) return refused;
    const { run, check, parts } = event.data;
    markSpans(run);
    noteCalled(run, runId, attempt);
    noteRaised(run, "main", attempt);
    const control = parts.find((one) => one.role === "control")?.eventId ?? "";
    afterSpan(runId, () => {
      announce(run, "control", control);
      noteRaised(run, "control", attempt);
      reportTaskError(new RoundtripControl(check, control), `${runId}:${attempt}`, {});
    });
    return { run };
  },
);
