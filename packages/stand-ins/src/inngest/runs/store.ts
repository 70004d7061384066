import type { RunStatus } from "#inngest/wire/protocol.js";
import type { Run } from "./run.js";

/** Enough for a long soak to look back on, small enough to sit in memory; running runs are never forgotten. */
const MAX_RUNS = 5_000;

/** All runs, newest last; the oldest ended ones are forgotten first. */
export class RunStore {
  private readonly runs = new Map<string, Run>();

  /** True when every place is taken by a running run: no more work is taken on. */
  get full(): boolean {
    return this.runs.size >= MAX_RUNS && this.oldestEnded() === undefined;
  }

  add(run: Run): void {
    const ended = this.runs.size >= MAX_RUNS ? this.oldestEnded() : undefined;
    if (ended !== undefined) this.runs.delete(ended.id);
    this.runs.set(run.id, run);
  }

  get(id: string): Run | undefined {
    return this.runs.get(id);
  }

  /** Newest first. */
  newest(limit = MAX_RUNS): Run[] {
    return [...this.runs.values()].reverse().slice(0, limit);
  }

  ofEvent(eventId: string): Run[] {
    return this.newest().filter((run) => run.eventId === eventId);
  }

  running(): Run[] {
    return [...this.runs.values()].filter((run) => run.live !== null);
  }

  countByStatus(): Record<RunStatus, number> {
    const count = { Running: 0, Completed: 0, Failed: 0, Cancelled: 0 };
    for (const run of this.runs.values()) count[run.status] += 1;
    return count;
  }

  /** Forgets the runs under way, as a server does whose queue was in memory. */
  dropRunning(): void {
    for (const run of this.running()) this.runs.delete(run.id);
  }

  clear(): void {
    this.runs.clear();
  }

  private oldestEnded(): Run | undefined {
    for (const run of this.runs.values()) if (run.live === null) return run;
    return undefined;
  }
}
