import { makeFetchTransport } from "@sentry/nextjs";
import { BROWSER_PROOF, BROWSER_SEEN, PROOF_TAG, TOO_SLOW } from "#checks/browser-mark.js";
import { fateOf, isTunnel } from "#sentry/sdk/acceptance.js";
import { correlate, type SentEvent, type Subject, subjectOfSent } from "#sentry/sdk/correlation.js";
import { type Dropper, type Pending, tellDroppers } from "#sentry/sdk/drops/droppers.js";
import { createHeld, HELD_MS, lastHolder } from "#sentry/sdk/held.js";
import type { Client } from "#sentry/sdk/types.js";
import type { BrowserFact } from "#verdict/evidence/claims.js";

type TransportOptions = Parameters<typeof makeFetchTransport>[0];
type Envelope = Parameters<ReturnType<typeof makeFetchTransport>["send"]>[0];
type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** As long as the server's transport waits. */
const ANSWER_MS = 5_000;

/** Tells the page that raises; on any other page nobody listens, and no event of the app's own comes here. */
function tell(eventId: string, fact: BrowserFact): void {
  dispatchEvent(new CustomEvent(BROWSER_SEEN, { detail: { eventId, fact, at: Date.now() } }));
}

/**
 * Tells what becomes of checks' events before they are sent. A browser has no async context to know a drop's
 * event by: where no processor names it, it counts as the only one being processed at that moment, or as nobody's.
 */
export function installBrowserWitness(client: Client): void {
  /** Events being processed, by the id that each is sent under; null: not a check's. */
  const open = new Map<string, Subject | null>();
  const pending: Pending = new Map();
  const held = createHeld();
  client.on("preprocessEvent", (event, hint) => {
    if (event.type !== undefined) return;
    const subject = correlate(event);
    const id = event.event_id ?? hint?.event_id;
    if (id) open.set(id, subject);
    if (!subject) return;
    const proof: unknown = Reflect.get(globalThis, BROWSER_PROOF);
    if (typeof proof === "string") event.tags = { ...event.tags, [PROOF_TAG]: proof };
    const last = event.exception?.values?.at(-1);
    const mechanism = hint?.mechanism ?? last?.mechanism;
    tell(subject.eventId, {
      kind: "captured",
      type: last?.type ?? "",
      mechanism: mechanism?.type ?? null,
      handled: mechanism?.handled ?? null,
    });
    const holder = () => pending.get(id ?? "")?.() ?? lastHolder(client);
    held.keep(id ?? "", () => tell(subject.eventId, { kind: "held", by: holder(), afterMs: HELD_MS }));
  });
  client.on("beforeSendEvent", ({ event_id: id = "" }) => {
    held.release(id);
    open.delete(id);
  });
  // A processor says of which event it is, right before its drop is counted.
  let dropper: Dropper | null = null;
  const noteDropper = (one: Dropper) => {
    held.release(one.event.event_id);
    dropper = one;
  };
  tellDroppers(client, noteDropper, pending);
  const original = client.recordDroppedEvent.bind(client);
  client.recordDroppedEvent = (reason, category, count) => {
    const named = dropper?.event.event_id;
    const [only] = open.size === 1 ? open.values() : [];
    if (category === "error") {
      const subject = named === undefined ? only : open.get(named);
      if (named === undefined) open.clear();
      else open.delete(named);
      if (subject) {
        held.release(subject.eventId);
        const by = dropper?.by() ?? null;
        tell(subject.eventId, { kind: "dropped", reason, by, repeat: subject.repeat });
      }
    }
    dropper = null;
    original(reason, category, count);
  };
}

/** The SDK's own browser transport, telling what became of a check's event. */
export function witnessedFetchTransport(options: TransportOptions): ReturnType<typeof makeFetchTransport> {
  /** The check's event that is being handed over: everything up to the request happens in one go. */
  let sending: string | null = null;
  const told = new Set<string>();
  const tunnel = isTunnel(options.url);
  const once = (eventId: string, fact: BrowserFact) => {
    told.add(eventId);
    tell(eventId, fact);
  };
  // Taken before the SDK wraps it: its own requests are not to be watched as the app's are.
  const native: Fetch = globalThis.fetch.bind(globalThis);
  const request: Fetch = async (url, init) => {
    const eventId = sending;
    const response = await native(url, init);
    if (eventId) once(eventId, await answered(url, response.clone()));
    return response;
  };
  const inner = makeFetchTransport(
    {
      ...options,
      recordDroppedEvent(reason, category, count) {
        if (sending && category === "error")
          once(sending, { kind: "dropped", reason, by: null, repeat: false });
        options.recordDroppedEvent(reason, category, count);
      },
    },
    request as typeof fetch,
  );
  return {
    ...inner,
    async send(envelope: Envelope) {
      const eventId = eventIdOf(envelope);
      if (!eventId) return inner.send(envelope);
      const late = setTimeout(() => tell(eventId, { kind: "not_sent", code: TOO_SLOW, tunnel }), ANSWER_MS);
      sending = eventId;
      const sent = inner.send(envelope);
      sending = null;
      try {
        const response = await sent;
        if (!told.has(eventId))
          once(eventId, { kind: "dropped", reason: "queue_overflow", by: null, repeat: false });
        return response;
      } catch (error) {
        once(eventId, { kind: "not_sent", code: error instanceof Error ? error.name : "unknown", tunnel });
        throw error;
      } finally {
        clearTimeout(late);
        told.delete(eventId);
      }
    },
  };
}

async function answered(url: string, response: Response): Promise<BrowserFact> {
  const body = await response.text().catch(() => "");
  return fateOf(url, response.status, (name) => response.headers.get(name), body);
}

function eventIdOf(envelope: Envelope): string | null {
  for (const [header, payload] of envelope[1]) {
    const subject = header.type === "event" ? subjectOfSent(payload as SentEvent) : null;
    if (subject) return subject.eventId;
  }
  return null;
}
