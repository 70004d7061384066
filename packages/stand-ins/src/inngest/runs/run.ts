import { randomBytes } from "node:crypto";
import type { RegisteredFunction } from "#inngest/registry/apps.js";
import { Timers } from "#inngest/timers.js";
import type { InngestEvent, RunStatus, StepResult } from "#inngest/wire/protocol.js";
import { ulid } from "#inngest/wire/ulid.js";
import type { Slot } from "./slots.js";

/** How an ended run ended: data, or an error. */
export type Outcome = { readonly data: unknown } | { readonly error: unknown };

/** What only a running run needs; dropped when it ends, so that ended runs stay small. */
export interface Live {
  readonly steps: Record<string, StepResult>;
  /** Ids of settled steps, in the order they settled. */
  readonly stack: string[];
  /** Ids of steps reported and not settled. */
  readonly open: Set<string>;
  readonly timers: Timers;
  slots: readonly Slot[];
  readonly onEnd: ((outcome: Outcome) => void) | undefined;
  /** Entering the function from its start: at most one such call is under way or waiting for a retry. */
  discovery: "idle" | "pending" | "again";
  /** Enter again after each settled step (a race), not only when all of a parallel group have settled. */
  eager: boolean;
}

export interface Run {
  readonly id: string;
  readonly fn: RegisteredFunction;
  readonly event: InngestEvent;
  /** The id under which the server keeps the event; its sender's own may be another. */
  readonly eventId: string;
  /** The trace that the server's calls are on. */
  readonly traceId: string;
  readonly startedAt: Date;
  status: RunStatus;
  endedAt: Date | null;
  output: unknown;
  /** HTTP calls made to the app for this run. */
  calls: number;
  /** The most attempts that one step, or the function itself, has had. */
  attempts: number;
  live: Live | null;
}

export function newRun(
  fn: RegisteredFunction,
  event: InngestEvent,
  eventId: string,
  onEnd?: (outcome: Outcome) => void,
): Run {
  return {
    id: ulid(),
    fn,
    event,
    eventId,
    traceId: randomBytes(16).toString("hex"),
    startedAt: new Date(),
    status: "Running",
    endedAt: null,
    output: null,
    calls: 0,
    attempts: 0,
    live: {
      steps: {},
      stack: [],
      open: new Set(),
      timers: new Timers(),
      slots: [],
      onEnd,
      discovery: "idle",
      eager: false,
    },
  };
}

/** A run as Inngest's REST API shows it, with our counts beside it. */
export interface RunView {
  readonly run_id: string;
  readonly function_id: string;
  readonly event_id: string;
  readonly event_name: string;
  readonly status: RunStatus;
  readonly run_started_at: string;
  readonly ended_at: string | null;
  readonly output: unknown;
  readonly calls: number;
  readonly attempts: number;
}

export function viewRun(run: Run): RunView {
  return {
    run_id: run.id,
    function_id: run.fn.config.id,
    event_id: run.eventId,
    event_name: run.event.name,
    status: run.status,
    run_started_at: run.startedAt.toISOString(),
    ended_at: run.endedAt?.toISOString() ?? null,
    output: run.output,
    calls: run.calls,
    attempts: run.attempts,
  };
}
