import {
  KEEP_ENVELOPE_BYTES,
  KEEP_ENVELOPES,
  KEEP_EVENT_BYTES,
  KEEP_EVENTS,
  KEEP_NAMES,
  KEEP_SPAN_BYTES,
  KEEP_SPANS,
} from "#sentry/ingest/limits.js";
import type { Json } from "./json.js";
import { Ring } from "./ring.js";

/** One event as it came in, before anything is derived from it. */
export interface StoredEvent {
  eventId: string;
  type: "event" | "transaction";
  /** As the SDK sent it, `event_id` included. */
  raw: Json;
  /** On the server's clock (its offset included), milliseconds since the epoch. */
  receivedAt: number;
  /** On the monotonic clock: when the event becomes readable counts from here. */
  storedAt: number;
  bytes: number;
  remoteIp: string;
  userAgent: string | null;
}

export interface StoredSpan {
  raw: Json;
  receivedAt: number;
  storedAt: number;
}

export interface SeenEnvelope {
  receivedAt: number;
  outcome: string;
  header: Json;
  items: { header: Json; payload: unknown }[];
}

export interface SeenRelease {
  id: number;
  version: string;
  firstEvent: number;
  lastEvent: number;
}

/** Everything kept in memory, each kind within its own bounds; the oldest leave first. */
export class Store {
  private readonly events = new Map<string, StoredEvent>();
  private eventBytes = 0;
  private readonly groups = new Map<string, number>();
  private nextGroup = 1;
  private readonly releases = new Map<string, SeenRelease>();
  private nextRelease = 1;
  readonly spans = new Ring<StoredSpan>(KEEP_SPANS, KEEP_SPAN_BYTES);
  readonly envelopes = new Ring<SeenEnvelope>(KEEP_ENVELOPES, KEEP_ENVELOPE_BYTES);

  /** False when the id is taken: Sentry keeps the first event of an id and drops the second without a word. */
  add(event: StoredEvent): boolean {
    if (this.events.has(event.eventId)) return false;
    this.events.set(event.eventId, event);
    this.eventBytes += event.bytes;
    for (const [id, oldest] of this.events) {
      if (this.events.size <= KEEP_EVENTS && this.eventBytes <= KEEP_EVENT_BYTES) break;
      if (this.events.size === 1) break;
      this.events.delete(id);
      this.eventBytes -= oldest.bytes;
    }
    return true;
  }

  event(eventId: string): StoredEvent | undefined {
    return this.events.get(eventId);
  }

  get size(): number {
    return this.events.size;
  }

  newestFirst(): StoredEvent[] {
    return [...this.events.values()].reverse();
  }

  /** The issue a fingerprint belongs to: a small integer that stays the same while the process lives. */
  groupOf(fingerprint: string): number {
    return remember(this.groups, fingerprint, () => this.nextGroup++);
  }

  sawRelease(version: string, now: number): void {
    const seen = remember(this.releases, version, () => ({
      id: this.nextRelease++,
      version,
      firstEvent: now,
      lastEvent: now,
    }));
    seen.lastEvent = now;
  }

  release(version: string): SeenRelease | undefined {
    return this.releases.get(version);
  }

  clear(): void {
    this.events.clear();
    this.eventBytes = 0;
    this.groups.clear();
    this.releases.clear();
    this.spans.clear();
    this.envelopes.clear();
  }
}

function remember<T>(map: Map<string, T>, key: string, make: () => T): T {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  if (map.size > KEEP_NAMES) {
    const oldest = map.keys().next();
    if (!oldest.done) map.delete(oldest.value);
  }
  return made;
}
