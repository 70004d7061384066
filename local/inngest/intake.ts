import { z } from "zod";
import { BoundedMap } from "./bounded";
import { type InngestEvent, sentEventSchema } from "./protocol";
import { seededUlid } from "./ulid";

const DAY_MS = 86_400_000;

/** One event or a list of them; at most as many as Inngest takes in one send. */
const payloadSchema = z.preprocess(
  (payload) => (Array.isArray(payload) ? payload : [payload]),
  z.array(sentEventSchema).max(5_000),
);

/** Takes events in: gives each its id and time, and lets an id through once in 24 hours. */
export class Intake {
  private readonly seen = new BoundedMap<true>(50_000, DAY_MS);
  received = 0;
  duplicates = 0;

  /**
   * `ids` answers for all events, `fresh` holds those not seen before.
   * Throws an error naming what is wrong with the payload.
   */
  accept(payload: unknown, seed: string | undefined): { ids: string[]; fresh: InngestEvent[] } {
    const parsed = payloadSchema.safeParse(payload);
    if (!parsed.success) throw new Error(`invalid event: ${z.prettifyError(parsed.error)}`);
    const reserved = parsed.data.find((event) => event.name.startsWith("inngest/"));
    if (reserved)
      throw new Error(`event name ${reserved.name} is reserved: names must not start with inngest/`);
    const events = parsed.data.map((sent, index) => ({
      ...sent,
      id: sent.id ?? seededUlid(seed, index),
      ts: sent.ts ?? Date.now(),
      data: sent.data ?? {},
    }));
    const fresh = events.filter((event) => {
      if (this.seen.has(event.id)) return false;
      this.seen.set(event.id, true);
      return true;
    });
    this.received += events.length;
    this.duplicates += events.length - fresh.length;
    return { ids: events.map((event) => event.id), fresh };
  }

  clear(): void {
    this.seen.clear();
    this.received = 0;
    this.duplicates = 0;
  }
}
