import { randomUUID } from "node:crypto";
import { NO_SDK } from "@/checks/evidence";
import { witnessProcess } from "@/sentry/process";
import { record } from "./record";

/** Notes that Inngest called a check's function. */
export function noteCalled(run: string, inngestRun: string, attempt: number): void {
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
  });
}
