import { z } from "zod";
import { BoundedMap } from "#inngest/runs/bounded.js";
import { sentEventSchema } from "#inngest/wire/protocol.js";
import { seededUlid } from "#inngest/wire/ulid.js";
import type { KeptEvent } from "./store.js";

const DAY_MS = 86_400_000;

/** One event or a list of them; at most as many as Inngest takes in one send. */
const payloadSchema = z.preprocess(
  (payload) => (Array.isArray(payload) ? payload : [payload]),
  z.array(sentEventSchema).max(5_000),
);

/** Takes events in: gives each an id of the server's own and its time, and lets a sender's id through once in 24 hours. */
export class Intake {
  private readonly seen = new BoundedMap<true>(50_000, DAY_MS);
  received = 0;
  duplicates = 0;

  /**
   * `ids`, the server's own, answer for all events; `fresh` holds those not seen before.
   * Throws an error naming what is wrong with the payload.
   */
  accept(payload: unknown, seed: string | undefined): { ids: string[]; fresh: KeptEvent[] } {
    const parsed = payloadSchema.safeParse(payload);
    if (!parsed.success) throw new Error(`invalid event: ${z.prettifyError(parsed.error)}`);
    const reserved = parsed.data.find((event) => event.name.startsWith("inngest/"));
    if (reserved)
      throw new Error(`event name ${reserved.name} is reserved: names must not start with inngest/`);
    const receivedAt = new Date().toISOString();
    const events = parsed.data.map((sent, index): KeptEvent => {
      const internalId = seededUlid(seed, index);
      const { id, ts, data, user } = sent;
      const event = {
        ...sent,
        id: id ?? internalId,
        ts: ts ?? Date.now(),
        data: data ?? {},
        user: user ?? {},
      };
      return { internalId, event, receivedAt };
    });
    const fresh = events.filter(({ event }) => {
      if (this.seen.has(event.id)) return false;
      this.seen.set(event.id, true);
      return true;
    });
    this.received += events.length;
    this.duplicates += events.length - fresh.length;
    return { ids: events.map((one) => one.internalId), fresh };
  }

  clear(): void {
    this.seen.clear();
    this.received = 0;
    this.duplicates = 0;
  }
}
