import { KEEP_NAMES, KEEP_OUTCOME_HOURS } from "#sentry/ingest/limits.js";
import { Counter } from "#sentry/ring.js";

export type OutcomeName = "accepted" | "filtered" | "rate_limited" | "invalid" | "client_discard";

export interface Outcome {
  /** Start of the hour, milliseconds since the epoch. */
  hour: number;
  category: string;
  outcome: OutcomeName;
  reason: string;
  quantity: number;
}

const HOUR = 3_600_000;
const SEPARATOR = "\u0000";

/** Everything counted: for `GET /_control/stats` in total, for stats_v2 by hour. */
export class Stats {
  envelopes = 0;
  eventsStored = 0;
  /** Events answered 200 and thrown away: told to, folded, filtered or invalid. */
  eventsDropped = new Counter(100);
  /** Envelopes refused, by status. */
  rejected = new Counter(100);
  items = new Counter(200);
  clientReports = new Counter(KEEP_NAMES);
  reads = new Counter(100);
  private readonly hours = new Map<number, Counter>();

  count(now: number, category: string, outcome: OutcomeName, reason: string, quantity = 1): void {
    const hour = Math.floor(now / HOUR) * HOUR;
    let counter = this.hours.get(hour);
    if (!counter) {
      counter = new Counter(1000);
      this.hours.set(hour, counter);
      for (const key of this.hours.keys()) {
        if (this.hours.size <= KEEP_OUTCOME_HOURS) break;
        this.hours.delete(key);
      }
    }
    counter.add([category, outcome, reason].join(SEPARATOR), quantity);
  }

  outcomes(): Outcome[] {
    return [...this.hours].flatMap(([hour, counter]) =>
      counter.entries().map(([key, quantity]) => {
        const [category = "(other)", outcome = "accepted", reason = ""] = key.split(SEPARATOR);
        return { hour, category, outcome: outcome as OutcomeName, reason, quantity };
      }),
    );
  }

  clear(): void {
    this.envelopes = 0;
    this.eventsStored = 0;
    for (const counter of [this.eventsDropped, this.rejected, this.items, this.clientReports, this.reads])
      counter.clear();
    this.hours.clear();
  }

  /** The shape of `GET /_control/stats`. */
  toJSON() {
    return {
      envelopes: this.envelopes,
      eventsStored: this.eventsStored,
      eventsDropped: this.eventsDropped.toJSON(),
      rejected: this.rejected.toJSON(),
      items: this.items.toJSON(),
      clientReports: this.clientReports.toJSON(),
      reads: this.reads.toJSON(),
    };
  }
}

export type StatsReport = ReturnType<Stats["toJSON"]>;
