import { compileExpression } from "#inngest/registry/expression.js";
import { canonicalJson } from "#inngest/wire/canonical.js";
import type { FunctionConfig, InngestEvent } from "#inngest/wire/protocol.js";

/** One limit a job counts against: jobs of one key together are at most `limit` at a time. */
export interface Slot {
  readonly key: string;
  readonly limit: number;
}

interface Waiting {
  readonly slots: readonly Slot[];
  readonly job: () => Promise<void>;
}

/** Concurrency limits: jobs wait, first come first served among those their own limits let pass. */
export class Slots {
  private readonly busy = new Map<string, number>();
  private waiting: Waiting[] = [];

  constructor(private readonly onError: (error: unknown) => void) {}

  run(slots: readonly Slot[], job: () => Promise<void>): void {
    this.waiting.push({ slots, job });
    this.pump();
  }

  clear(): void {
    this.waiting = [];
  }

  private pump(): void {
    const later: Waiting[] = [];
    const ready: Waiting[] = [];
    for (const entry of this.waiting) {
      if (entry.slots.every(({ key, limit }) => (this.busy.get(key) ?? 0) < limit)) {
        this.count(entry.slots, 1);
        ready.push(entry);
      } else later.push(entry);
    }
    this.waiting = later;
    for (const entry of ready) {
      entry
        .job()
        .catch(this.onError)
        .finally(() => {
          this.count(entry.slots, -1);
          this.pump();
        });
    }
  }

  private count(slots: readonly Slot[], by: number): void {
    for (const { key } of slots) {
      const next = (this.busy.get(key) ?? 0) + by;
      if (next > 0) this.busy.set(key, next);
      else this.busy.delete(key);
    }
  }
}

/** The limits a run of this function counts against. Throws on a key that cannot be evaluated. */
export function slotsOf(config: FunctionConfig, event: InngestEvent): Slot[] {
  return config.concurrency
    .filter(({ limit }) => limit > 0) // Inngest reads a limit of 0 as none.
    .map(({ limit, key, scope }) => {
      const owner = scope === "fn" ? config.id : "";
      const value = key === undefined ? "" : `${key}=${canonicalJson(compileExpression(key)({ event }))}`;
      return { key: `${scope}:${owner}:${value}`, limit };
    });
}
