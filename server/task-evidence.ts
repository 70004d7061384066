import { randomUUID } from "node:crypto";
import { NO_SDK } from "@/checks/evidence";
import { witnessProcess } from "@/sentry/process";
import { record } from "./record";
import { sdkState } from "./sdk-state";

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
