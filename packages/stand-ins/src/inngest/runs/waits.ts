import { matches } from "#inngest/registry/expression.js";
import type { InngestEvent } from "#inngest/wire/protocol.js";
import type { Run } from "./run.js";

interface Wait {
  readonly run: Run;
  readonly event: string;
  readonly condition: string | undefined;
  readonly resolve: (event: InngestEvent) => void;
}

/** Runs that wait for an event to come. */
export class Waits {
  private waits: Wait[] = [];

  constructor(private readonly onProblem: (run: Run, error: unknown) => void) {}

  /** Calls `resolve` once, with the first event of that name that meets the condition. */
  add(wait: Wait): { remove(): void } {
    this.waits.push(wait);
    return { remove: () => this.remove(wait) };
  }

  /** Gives the event to every wait it meets, and says how many those were. */
  deliver(event: InngestEvent): number {
    let met = 0;
    for (const wait of [...this.waits]) {
      if (wait.event !== event.name || !this.meets(wait, event)) continue;
      met += 1;
      this.remove(wait);
      wait.resolve(event);
    }
    return met;
  }

  dropOf(run: Run): void {
    this.waits = this.waits.filter((wait) => wait.run !== run);
  }

  private meets(wait: Wait, event: InngestEvent): boolean {
    try {
      return wait.condition === undefined || matches(wait.condition, { event: wait.run.event, async: event });
    } catch (error) {
      this.onProblem(wait.run, error);
      return false;
    }
  }

  private remove(wait: Wait): void {
    this.waits = this.waits.filter((one) => one !== wait);
  }
}
