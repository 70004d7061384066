import { BoundedMap } from "#inngest/runs/bounded.js";
import type { Executor } from "#inngest/runs/executor.js";
import { Timers } from "#inngest/timers.js";
import type { Log } from "#inngest/wire/protocol.js";
import { ulid } from "#inngest/wire/ulid.js";
import type { Registry } from "./apps.js";

const MINUTE_MS = 60_000;

/** Starts functions with cron triggers, at most once a minute each, by the clock or by a commanded minute. */
export class Schedule {
  private readonly timers = new Timers();
  private readonly fired = new BoundedMap<true>(10_000);

  constructor(
    private readonly registry: Registry,
    private readonly executor: Executor,
    private readonly log: Log,
  ) {}

  /** Follows the clock until `stop`. */
  follow(): void {
    const untilNext = MINUTE_MS - (Date.now() % MINUTE_MS);
    this.timers.after(untilNext, () => {
      this.tick(new Date());
      this.follow();
    });
  }

  stop(): void {
    this.timers.clear();
  }

  /** Forgets which minutes have fired. */
  clear(): void {
    this.fired.clear();
  }

  /** Fires what is due in the minute that holds `at`; gives the ids of the functions that ran for it. */
  tick(at: Date): string[] {
    const minute = Math.floor(at.getTime() / MINUTE_MS) * MINUTE_MS;
    return this.registry.all().flatMap((fn) => {
      const due = fn.crons.find((cron) => cron.fires(new Date(minute)));
      const key = `${fn.config.id}@${minute}`;
      if (due === undefined || this.fired.has(key)) return [];
      this.fired.set(key, true);
      this.log(`cron ${due.schedule} fires ${fn.config.id} for ${new Date(minute).toISOString()}`);
      const data = { cron: due.schedule };
      this.executor.start(fn, { name: "inngest/scheduled.timer", id: ulid(), ts: minute, data });
      return [fn.config.id];
    });
  }
}
