import type { Subject } from "#sentry/sdk/correlation.js";
import { type Dropper, type Pending, tellDroppers } from "#sentry/sdk/drops/droppers.js";
import { createHeld, HELD_MS, lastHolder } from "#sentry/sdk/held.js";
import { mechanismOf, onDropped } from "#sentry/sdk/hooks.js";
import type { Client } from "#sentry/sdk/types.js";
import { subjectNow } from "./findable.js";
import { watchSending } from "./sending.js";
import { tell } from "./tell.js";

/** Tells what becomes of checks' events, from their capture to ingest's answer. */
export function watchClient(client: Client): void {
  installBrowserWitness(client);
  watchSending(client);
}

/** Tells what becomes of checks' events before they are sent. */
export function installBrowserWitness(client: Client): void {
  /** Events being processed, by the id that each is sent under; null: not a check's. */
  const open = new Map<string, Subject | null>();
  const pending: Pending = new Map();
  const held = createHeld();
  client.on("preprocessEvent", (event, hint) => {
    if (event.type !== undefined) return;
    const subject = subjectNow(event);
    const id = event.event_id ?? hint?.event_id;
    if (id) open.set(id, subject);
    if (!subject) return;
    tell(subject.eventId, { kind: "captured", ...mechanismOf(event, hint) });
    const holder = () => pending.get(id ?? "")?.() ?? lastHolder(client);
    held.keep(id ?? "", () => tell(subject.eventId, { kind: "held", by: holder(), afterMs: HELD_MS }));
  });
  client.on("beforeSendEvent", ({ event_id: id = "" }) => {
    held.release(id);
    open.delete(id);
  });
  tellDrops(client, { open, pending, held });
}

interface UnderWay {
  open: Map<string, Subject | null>;
  pending: Pending;
  held: ReturnType<typeof createHeld>;
}

/**
 * A browser has no async context to know a drop's event by: where no processor names it, it counts as the only one being
 * processed at that moment, or as nobody's.
 */
function tellDrops(client: Client, { open, pending, held }: UnderWay): void {
  // A processor says of which event it is, right before its drop is counted.
  let dropper: Dropper | null = null;
  const noteDropper = (one: Dropper) => {
    held.release(one.event.event_id);
    dropper = one;
  };
  tellDroppers(client, noteDropper, pending);
  const subjectOf = (named: string | undefined): Subject | null | undefined => {
    const [only] = open.size === 1 ? open.values() : [];
    const subject = named === undefined ? only : open.get(named);
    if (named === undefined) open.clear();
    else open.delete(named);
    return subject;
  };
  onDropped(client, (reason, category) => {
    const subject = category === "error" ? subjectOf(dropper?.event.event_id) : null;
    if (subject) {
      held.release(subject.eventId);
      tell(subject.eventId, { kind: "dropped", reason, by: dropper?.by() ?? null, repeat: subject.repeat });
    }
    dropper = null;
  });
}
