import { counted } from "@roundtrip/next/stand-ins";
import { deliver, tell } from "#inngest/events/delivery.js";
import type { Misbehaviour } from "#inngest/mode.js";
import type { RegisteredFunction, Registry } from "#inngest/registry/apps.js";
import { bodyOf } from "#inngest/wire/call-body.js";
import type { Caller } from "#inngest/wire/caller.js";
import type { InngestEvent, Log, RunError, StepResult } from "#inngest/wire/protocol.js";
import { ulid } from "#inngest/wire/ulid.js";
import { backoffMs } from "./backoff.js";
import { durationMs } from "./duration.js";
import { applyOperations, type Engine, type Item } from "./operations.js";
import { newRun, type Outcome, type Run } from "./run.js";
import { Slots, slotsOf } from "./slots.js";
import type { RunStore } from "./store.js";
import { Waits } from "./waits.js";

export interface ExecutorOptions {
  readonly registry: Registry;
  readonly runStore: RunStore;
  readonly caller: Caller;
  readonly mode: Misbehaviour;
  /** Waits before the first, second… retry, in milliseconds; the last one repeats. Without them a real server's. */
  readonly backoffMs: readonly number[] | undefined;
  readonly log: Log;
  /** Takes the events that a run's end gives rise to. */
  readonly emit: (event: InngestEvent) => void;
}

/** Carries runs from their start to their end, one signed HTTP call to the app at a time. */
export class Executor implements Engine {
  readonly waits = new Waits((run, error) => this.fail(run, String(error)));
  calls = 0;
  private readonly slots: Slots;

  constructor(private readonly options: ExecutorOptions) {
    this.slots = new Slots((error) => options.log(`internal error: ${String(error)}`));
  }

  start(
    fn: RegisteredFunction,
    event: InngestEvent,
    { eventId = event.id, onEnd }: { eventId?: string; onEnd?: (outcome: Outcome) => void } = {},
  ): Run {
    const run = newRun(fn, event, eventId, onEnd);
    this.options.runStore.add(run);
    const live = run.live;
    if (live === null) return run;
    try {
      if (fn.unsupported.length > 0) {
        throw new Error(`${fn.unsupported.join(", ")} is not supported by the local Inngest`);
      }
      live.slots = slotsOf(fn.config, event);
      const { start, finish } = fn.config.timeouts;
      const cancel = (why: string) => () => this.cancel(run, why);
      if (finish) live.timers.after(durationMs(finish, new Date()), cancel(`not finished after ${finish}`));
      if (start) {
        const late = cancel(`not started after ${start}`);
        live.timers.after(durationMs(start, new Date()), () => run.calls === 0 && late());
      }
    } catch (error) {
      this.fail(run, `function ${fn.config.id}: ${error instanceof Error ? error.message : String(error)}`);
      return run;
    }
    this.discover(run);
    return run;
  }

  invoke(functionId: string, event: InngestEvent, onEnd: (outcome: Outcome) => void): Run | undefined {
    const fn = this.options.registry.get(functionId);
    return fn && this.start(fn, event, { onEnd });
  }

  fail(run: Run, message: string): void {
    this.end(run, { error: { name: "Error", message } satisfies RunError });
  }

  cancel(run: Run, why: string): void {
    if (run.live === null) return;
    run.status = "Cancelled";
    this.end(run, { error: { name: "Cancelled", message: `run cancelled: ${why}` } satisfies RunError });
  }

  end(run: Run, outcome: Outcome): void {
    const live = run.live;
    if (live === null) return;
    const failed = "error" in outcome;
    if (run.status === "Running") run.status = failed ? "Failed" : "Completed";
    run.live = null;
    run.endedAt = new Date();
    run.output = failed ? outcome.error : outcome.data;
    live.timers.clear();
    this.waits.dropOf(run);
    const shown = (JSON.stringify(run.output) ?? "").slice(0, 300);
    this.options.log(
      `run ${run.id} ${run.fn.config.id} ${run.status} after ${counted(run.calls, "call")}: ${shown}`,
    );
    live.onEnd?.(outcome);
    const data = { function_id: run.fn.config.id, run_id: run.id, event: run.event, events: [run.event] };
    if (run.status === "Cancelled") {
      this.emit("inngest/function.cancelled", { ...data, error: run.output });
      return;
    }
    if (failed) this.emit("inngest/function.failed", { ...data, error: run.output });
    this.emit("inngest/function.finished", { ...data, [failed ? "error" : "result"]: run.output });
  }

  settle(run: Run, id: string, result: StepResult): void {
    const live = run.live;
    if (!live?.open.delete(id)) return;
    live.steps[id] = result;
    live.stack.push(id);
    if (live.eager || live.open.size === 0) this.discover(run);
  }

  request(run: Run, item: Item, delayMs = 0): void {
    const { mode } = this.options;
    run.live?.timers.after(delayMs, () =>
      mode.whenCalling(() => {
        const slowMs = mode.current.delayMs;
        run.live?.timers.after(mode.uses("slow") ? slowMs : 0, () =>
          this.slots.run(run.live?.slots ?? [], () => this.perform(run, item)),
        );
      }),
    );
  }

  retry(run: Run, item: Item, answer: { noRetry: boolean; retryAfterMs: number | undefined }): boolean {
    if (run.live === null || answer.noRetry || item.attempt >= run.fn.retries) return false;
    const delay = answer.retryAfterMs ?? backoffMs(item.attempt, this.options.backoffMs);
    if (item.stepId === "step") run.live.discovery = "pending";
    this.request(run, { ...item, attempt: item.attempt + 1 }, delay);
    return true;
  }

  /** Drops all running work without a word to anyone, and counts anew. */
  drop(): void {
    this.calls = 0;
    this.slots.clear();
    this.options.mode.drop();
    for (const run of this.options.runStore.running()) {
      run.live?.timers.clear();
      this.waits.dropOf(run);
      run.live = null;
      run.status = "Cancelled";
    }
  }

  close(): void {
    this.drop();
    this.options.caller.close();
  }

  private discover(run: Run): void {
    if (run.live === null) return;
    if (run.live.discovery !== "idle") {
      run.live.discovery = "again";
      return;
    }
    run.live.discovery = "pending";
    this.request(run, { stepId: "step", attempt: 0, parallel: false });
  }

  private async perform(run: Run, item: Item): Promise<void> {
    const live = run.live;
    if (live === null) return;
    const entering = item.stepId === "step";
    if (entering) live.discovery = "pending";
    run.attempts = Math.max(run.attempts, item.attempt + 1);
    const fn = this.options.registry.get(run.fn.config.id) ?? run.fn;
    const ids = { requestId: ulid(), jobId: ulid() };
    const body = bodyOf(run, live, item, ids);
    const call = { url: fn.url, stepId: item.stepId, body, traceId: run.traceId, runId: run.id, ...ids };
    const answer = await deliver(this.options, call, () => {
      run.calls += 1;
      this.calls += 1;
    });
    if (run.live === null) return;
    const step = entering ? "" : ` step ${item.stepId.slice(0, 8)}`;
    this.options.log(`run ${run.id} ${run.fn.config.id}${step} attempt ${item.attempt}: ${tell(answer)}`);
    const again = entering && this.hasNews(run);
    if (entering) live.discovery = "idle";
    if (answer.kind === "done") return this.end(run, { data: answer.data });
    if (answer.kind === "error") {
      if (!this.retry(run, item, answer)) this.end(run, { error: answer.error });
      return;
    }
    applyOperations(this, run, live, item, answer);
    if (again && live.discovery === "idle") this.discover(run);
    if (live.open.size === 0 && live.discovery === "idle") {
      this.fail(run, "the app answered 206 without a step to go on with");
    }
  }

  private hasNews(run: Run): boolean {
    return run.live?.discovery === "again";
  }

  private emit(name: string, data: Record<string, unknown>): void {
    this.options.emit({ name, id: ulid(), ts: Date.now(), data });
  }
}
