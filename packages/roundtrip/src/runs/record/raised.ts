import { randomUUID } from "node:crypto";
import { witnessProcess } from "#sentry/sdk/process.js";
import { NO_SDK } from "#verdict/evidence/kinds.js";
import { record } from "./evidence.js";
import { currentTraceId } from "./sdk-state.js";

/** Notes that the error of `role` is about to be raised in this process. */
export function noteRaised(runId: string, role = "main", attempt: number | null = null): void {
  record({
    id: randomUUID(),
    run: runId,
    role,
    at: Date.now(),
    kind: "raised",
    process: witnessProcess() ?? NO_SDK,
    runtime: "node",
    attempt,
    traceId: currentTraceId(),
  });
}
