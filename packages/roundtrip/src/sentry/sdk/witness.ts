import { AsyncLocalStorage } from "node:async_hooks";
import type { Event, EventHint } from "@sentry/nextjs";
import { type Dropper, type Pending, tellDroppers } from "#sentry/sdk/drops/droppers.js";
import type { Evidence } from "#verdict/evidence/kinds.js";
import { correlate, type Subject } from "./correlation.js";
import { createHeld, HELD_MS, lastHolder } from "./held.js";
import { mechanismOf, onDropped } from "./hooks.js";
import type { Client } from "./types.js";
import { heldNow } from "./wait-until.js";

/** An evidence without what the witness itself fills in. */
export type Fact = Evidence extends infer E
  ? E extends Evidence
    ? Omit<E, "id" | "run" | "role" | "at">
    : never
  : never;
export type Record = (evidence: Evidence) => void;

export interface Witness {
  /** Identifies this process and SDK client: absence is proven within one of them only. */
  process: string;
  /** Adds a fact about one event of a run. */
  note(subject: Subject, fact: Fact): void;
  install(client: Client): void;
}

/**
 * Turns the SDK's hooks into evidence. For events that are not ours it does nothing at all.
 * Drops carry no event; they are told apart by the async context in which the event is processed.
 */
export function createWitness(record: Record, runtime: "node" | "edge" = "node"): Witness {
  // The edge runtime has no node:crypto, but every runtime has this.
  const process = crypto.randomUUID();
  const context = new AsyncLocalStorage<{ subject: Subject | null; by?: string }>();
  const seen = { process, runtime };

  const note: Witness["note"] = (subject, fact) => {
    record({
      id: crypto.randomUUID(),
      run: subject.run,
      role: subject.role,
      at: Date.now(),
      ...fact,
    } as Evidence);
  };
  return {
    process,
    note,
    install(client) {
      const held = createHeld();
      const pending: Pending = new Map();
      client.on("preprocessEvent", (event: Event, hint?: EventHint) => {
        const delivery = deliveryOf(hint);
        const subject = event.type === undefined ? correlate(event, delivery, hint) : null;
        // Of the app's own it is set only behind one of ours, whose drop theirs would count as: once set anywhere, it
        // costs each promise of the process.
        if (subject || context.getStore()) context.enterWith({ subject });
        if (!subject) return;
        note(subject, {
          kind: "captured",
          ...seen,
          ...mechanismOf(event, hint),
          delivery,
          ...(runtime === "node" && { held: heldNow(hint) }),
        });
        const id = event.event_id ?? subject.eventId;
        held.keep(id, () => {
          const by = pending.get(id)?.() ?? lastHolder(client);
          note(subject, { kind: "held", ...seen, by, afterMs: HELD_MS });
        });
      });
      client.on("beforeSendEvent", ({ event_id }) => held.release(event_id));
      const named = ({ by, event }: Dropper) => {
        held.release(event.event_id);
        const store = context.getStore();
        if (store?.subject) store.by = by();
      };
      tellDroppers(client, named, pending, () => Boolean(context.getStore()?.subject));
      onDropped(client, (reason, category) => {
        const { subject, by = null } = context.getStore() ?? {};
        if (!subject || category !== "error") return;
        held.release(subject.eventId);
        note(subject, { kind: "dropped", ...seen, reason, by, repeat: subject.repeat });
      });
    },
  };
}

/** The Inngest middleware says which run and attempt it reports, so that a redelivery is not a second report. */
function deliveryOf(hint: EventHint | undefined): string | null {
  const delivery = (hint?.data as { delivery?: unknown } | undefined)?.delivery;
  return typeof delivery === "string" ? delivery : null;
}
