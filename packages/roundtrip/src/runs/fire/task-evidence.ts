import { randomUUID } from "node:crypto";
import { record } from "#runs/record/evidence.js";
import { sdkState } from "#runs/record/sdk-state.js";
import { witnessProcess } from "#sentry/sdk/process.js";
import { NO_SDK } from "#verdict/evidence/kinds.js";

/** Notes that Inngest called a check's function. */
export function noteCalled(run: string, inngestRun: string, attempt: number): void {
  const { release, environment } = sdkState();
  record({
    id: randomUUID(),
    run,
    role: "main",
    at: Date.now(),
    kind: "task_called",
    process: witnessProcess() ?? NO_SDK,
    runtime: "node",
    inngestRun,
    attempt,
    release,
    environment,
  });
}
