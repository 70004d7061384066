import { listed } from "#inngest/registry/listing.js";
import type { Item } from "#inngest/runs/operations.js";
import type { Live, Run } from "#inngest/runs/run.js";

/** What a call for a run carries. Version -1 leaves the way of executing to the SDK, as Inngest's servers do. */
export function bodyOf(
  run: Run,
  live: Live,
  item: Item,
  { requestId, jobId }: { requestId: string; jobId: string },
): Record<string, unknown> {
  const { stack, steps, open } = live;
  return {
    version: -1,
    use_api: false,
    event: run.event,
    events: [run.event],
    steps: { ...steps },
    defers: {},
    ctx: {
      fn_id: listed(run.fn).internal_id,
      run_id: run.id,
      env: "",
      step_id: item.stepId,
      attempt: item.attempt,
      max_attempts: run.fn.retries + 1,
      stack: { stack: [...stack], current: stack.length },
      qi_id: jobId,
      request_id: requestId,
      job_id: jobId,
      disable_immediate_execution: item.parallel || open.size > 0,
      use_api: false,
    },
  };
}
