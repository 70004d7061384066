import { BoundedMap } from "#inngest/runs/bounded.js";
import type { InngestEvent } from "#inngest/wire/protocol.js";
import { ENVIRONMENT } from "#inngest/wire/uuid.js";

/** An event under the id that the server gave it, which is not the one that its sender may have given. */
export interface KeptEvent {
  readonly internalId: string;
  readonly event: InngestEvent;
  readonly receivedAt: string;
}

/** The events that were taken; the oldest are forgotten first. */
export class EventStore {
  private readonly events = new BoundedMap<KeptEvent>(50_000);

  add(kept: KeptEvent): void {
    this.events.set(kept.internalId, kept);
  }

  get(internalId: string): KeptEvent | undefined {
    return this.events.get(internalId);
  }

  clear(): void {
    this.events.clear();
  }
}

/** An event as Inngest's REST API shows it. */
export const viewEvent = ({ internalId, event, receivedAt }: KeptEvent) => ({
  internal_id: internalId,
  workspace_id: ENVIRONMENT,
  received_at: receivedAt,
  id: event.id,
  name: event.name,
  data: event.data,
  user: event.user,
  ts: event.ts,
});
