import type { Event, EventHint } from "@sentry/nextjs";
import type { Client } from "./types.js";

/** How the SDK came by an event, in the words of evidence. */
export function mechanismOf(event: Event, hint: EventHint | undefined) {
  const last = event.exception?.values?.at(-1);
  const mechanism = hint?.mechanism ?? last?.mechanism;
  return {
    type: last?.type ?? "",
    mechanism: mechanism?.type ?? null,
    handled: mechanism?.handled ?? null,
  };
}

type Drop = Parameters<Client["recordDroppedEvent"]>;

/** Tells of each drop, before the SDK counts it. */
export function onDropped(client: Client, tell: (reason: Drop[0], category: Drop[1]) => void): void {
  const original = client.recordDroppedEvent.bind(client);
  client.recordDroppedEvent = (reason, category, count) => {
    tell(reason, category);
    original(reason, category, count);
  };
}
