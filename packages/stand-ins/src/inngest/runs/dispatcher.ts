import type { RegisteredFunction, Registry } from "#inngest/registry/apps.js";
import { compileExpression, matches } from "#inngest/registry/expression.js";
import { canonicalJson } from "#inngest/wire/canonical.js";
import type { InngestEvent, Log } from "#inngest/wire/protocol.js";
import { BoundedMap } from "./bounded.js";
import { durationMs } from "./duration.js";
import type { Executor } from "./executor.js";
import type { Run } from "./run.js";
import type { RunStore } from "./store.js";

const DAY_MS = 86_400_000;

export interface DispatcherOptions {
  readonly registry: Registry;
  readonly runStore: RunStore;
  readonly executor: Executor;
  readonly log: Log;
}

/** Brings an event to all that asked for it: runs that wait, runs it cancels, functions it triggers. */
export class Dispatcher {
  /** Idempotency keys hold for a day, as Inngest has it. */
  private readonly keys = new BoundedMap<true>(10_000, DAY_MS);

  constructor(private readonly options: DispatcherOptions) {}

  /**
   * Says whether anything asked for the event.
   * @param eventId the server's own id of it
   */
  dispatch(event: InngestEvent, eventId = event.id): boolean {
    const { registry, executor } = this.options;
    const met = executor.waits.deliver(event);
    this.cancelOn(event);
    const triggered = registry.triggeredBy(event);
    for (const { fn, expressions } of triggered) this.trigger(fn, expressions, event, eventId);
    return met > 0 || triggered.length > 0;
  }

  clear(): void {
    this.keys.clear();
  }

  private trigger(
    fn: RegisteredFunction,
    expressions: readonly string[],
    event: InngestEvent,
    eventId: string,
  ): void {
    const { executor, log } = this.options;
    try {
      if (expressions.length > 0 && !expressions.some((one) => matches(one, { event }))) return;
      if (this.repeats(fn, event)) {
        log(`event ${event.id}: idempotency key of ${fn.config.id} was seen before, not run`);
      } else executor.start(fn, event, { eventId });
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      executor.start({ ...fn, unsupported: [message] }, event, { eventId });
    }
  }

  private repeats(fn: RegisteredFunction, event: InngestEvent): boolean {
    const { idempotency, id } = fn.config;
    if (idempotency === undefined) return false;
    const key = `${id}:${canonicalJson(compileExpression(idempotency)({ event }))}`;
    if (this.keys.has(key)) return true;
    this.keys.set(key, true);
    return false;
  }

  private cancelOn(event: InngestEvent): void {
    const { runStore, executor } = this.options;
    for (const run of runStore.running()) {
      try {
        if (cancels(run, event)) executor.cancel(run, `event ${event.name} (${event.id})`);
      } catch (error) {
        executor.fail(run, `cancelOn: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
  }
}

function cancels(run: Run, event: InngestEvent): boolean {
  return run.fn.config.cancel.some((rule) => {
    if (rule.event !== event.name) return false;
    const age = Date.now() - run.startedAt.getTime();
    if (rule.timeout !== undefined && age > durationMs(rule.timeout, run.startedAt)) return false;
    return rule.if === undefined || matches(rule.if, { event: run.event, async: event });
  });
}
