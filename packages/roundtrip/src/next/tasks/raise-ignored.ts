import { RoundtripControl, RoundtripNearMiss, ValidationError } from "#checks/errors.js";
import { inngest } from "#inngest/client.js";
import { ignoredCheckFired } from "#inngest/events.js";
import { refusal } from "#inngest/own.js";
import { afterReport, reportTaskError } from "#inngest/report.js";
import { noteRaised } from "#next/handlers/fire.js";
import { noteCalled } from "#runs/fire/task-evidence.js";
import { announce } from "#sentry/sdk/correlation.js";

/**
 * Fails with the ignored error. Right after its report, in the same process, control and near miss follow:
 * absence counts only if they arrive.
 */
export const raiseIgnored = inngest.createFunction(
  { id: "raise-ignored", name: "Raise an ignored error", retries: 0, triggers: [ignoredCheckFired] },
  ({ event, runId, attempt }) => {
    const refused = refusal(event.data);
    if (refused) return refused;
    const { run, check, parts } = event.data;
    noteCalled(run, runId, attempt);
    const idOf = (role: string) => parts.find((one) => one.role === role)?.eventId ?? "";
    afterReport(runId, (delivery, tags) => {
      for (const [role, Companion] of [
        ["control", RoundtripControl],
        ["near", RoundtripNearMiss],
      ] as const) {
        announce(run, role, idOf(role));
        noteRaised(run, role, attempt);
        reportTaskError(new Companion(check, idOf(role)), delivery, tags);
      }
    });
    noteRaised(run, "main", attempt);
    throw new ValidationError(check, run);
  },
);
