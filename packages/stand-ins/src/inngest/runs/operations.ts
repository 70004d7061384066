import { z } from "zod";
import { compileExpression } from "#inngest/registry/expression.js";
import type { Answer } from "#inngest/wire/caller.js";
import type { InngestEvent, Operation, StepResult } from "#inngest/wire/protocol.js";
import { ulid } from "#inngest/wire/ulid.js";
import { durationMs } from "./duration.js";
import type { Live, Outcome, Run } from "./run.js";
import type { Waits } from "./waits.js";

/** One call to make: `step` enters the function from its start, any other id asks for that very step. */
export interface Item {
  readonly stepId: string;
  readonly attempt: number;
  /** The app may only plan steps, not run the next one at once. */
  readonly parallel: boolean;
}

/** What operations ask of the executor. */
export interface Engine {
  readonly waits: Waits;
  request(run: Run, item: Item, delayMs?: number): void;
  /** Asks for the call again, if the function has retries left; says whether it did. */
  retry(run: Run, item: Item, answer: { noRetry: boolean; retryAfterMs: number | undefined }): boolean;
  settle(run: Run, id: string, result: StepResult): void;
  end(run: Run, outcome: Outcome): void;
  /** Starts the function, or undefined when none is registered under that id. */
  invoke(functionId: string, event: InngestEvent, onEnd: (outcome: Outcome) => void): Run | undefined;
}

type Operations = Extract<Answer, { kind: "ops" }>;

const waitSchema = z.object({ timeout: z.string(), if: z.string().optional(), event: z.string().optional() });
const invokeSchema = z.object({
  function_id: z.string(),
  payload: z.looseObject({ data: z.record(z.string(), z.unknown()).nullish() }).nullish(),
  timeout: z.string().nullish(),
});

/** Does what a 206 answer asks for. What it cannot do ends the run as failed, with the reason as its error. */
export function applyOperations(engine: Engine, run: Run, live: Live, item: Item, answer: Operations): void {
  const fresh = answer.ops.filter(
    (op) => !Object.hasOwn(live.steps, op.id) && (op.id === item.stepId || !live.open.has(op.id)),
  );
  live.eager ||= !answer.optimized || fresh.some((op) => op.opts?.parallelMode === "race");
  for (const op of fresh) live.open.add(op.id);
  for (const op of fresh) {
    if (run.live === null) return;
    try {
      applyOperation(engine, run, live, item, answer, op);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      engine.end(run, { error: { name: "Error", message: `step ${op.displayName ?? op.id}: ${message}` } });
    }
  }
}

function applyOperation(
  engine: Engine,
  run: Run,
  live: Live,
  item: Item,
  answer: Operations,
  op: Operation,
): void {
  const settle = (result: StepResult) => engine.settle(run, op.id, result);
  switch (op.op) {
    case "Step":
    case "StepRun":
      settle({ type: "data", data: op.data ?? null });
      return;
    case "StepError":
      if (!engine.retry(run, item, answer)) settle({ type: "error", error: op.error });
      else if (item.stepId === "step") live.open.delete(op.id);
      return;
    case "StepFailed":
      settle({ type: "error", error: op.error });
      return;
    case "StepPlanned":
      engine.request(run, { stepId: op.id, attempt: 0, parallel: true });
      return;
    case "Sleep": {
      const ms = durationMs(z.string().parse(op.opts?.duration ?? op.name), new Date());
      live.timers.after(ms, () => settle({ type: "data", data: null }));
      return;
    }
    case "WaitForEvent":
      waitForEvent(engine, run, live, op);
      return;
    case "InvokeFunction":
      invokeFunction(engine, live, op, settle);
      return;
    case "RunComplete":
      engine.end(run, { data: op.data ?? null });
      return;
    default:
      throw new Error(`opcode ${op.op} is not supported by the local Inngest`);
  }
}

function waitForEvent(engine: Engine, run: Run, live: Live, op: Operation): void {
  const options = waitSchema.parse(op.opts);
  if (options.if !== undefined) compileExpression(options.if);
  const timeout = live.timers.after(durationMs(options.timeout, new Date()), () => {
    wait.remove();
    engine.settle(run, op.id, { type: "data", data: null });
  });
  const wait = engine.waits.add({
    run,
    event: options.event ?? z.string().parse(op.name),
    condition: options.if,
    resolve: (event) => {
      timeout();
      engine.settle(run, op.id, { type: "data", data: event });
    },
  });
}

function invokeFunction(
  engine: Engine,
  live: Live,
  op: Operation,
  settle: (result: StepResult) => void,
): void {
  const options = invokeSchema.parse(op.opts);
  const fail = (name: string, message: string) => settle({ type: "error", error: { name, message } });
  const event = {
    ...options.payload,
    name: "inngest/function.invoked",
    id: ulid(),
    ts: Date.now(),
    data: options.payload?.data ?? {},
  };
  if (options.timeout) {
    live.timers.after(durationMs(options.timeout, new Date()), () =>
      fail(
        "InngestInvokeTimeoutError",
        `timed out waiting for ${options.function_id} after ${options.timeout}`,
      ),
    );
  }
  const child = engine.invoke(options.function_id, event, (outcome) =>
    settle(
      "data" in outcome
        ? { type: "data", data: outcome.data ?? null }
        : { type: "error", error: outcome.error },
    ),
  );
  if (child === undefined) fail("Error", `function not found: ${options.function_id} is not registered`);
}
