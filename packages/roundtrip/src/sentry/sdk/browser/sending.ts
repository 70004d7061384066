import { TOO_SLOW } from "#checks/browser-mark.js";
import { awaitAnswer } from "#sentry/sdk/delivery/answer-timeout.js";
import { noteByStatus } from "#sentry/sdk/delivery/by-status.js";
import { type Answer, type Envelope, subjectOfEnvelope } from "#sentry/sdk/delivery/envelope.js";
import { type Delivery, deliveryOf } from "#sentry/sdk/delivery/ingest-answer.js";
import { transportDrop } from "#sentry/sdk/delivery/transport-drops.js";
import type { Client } from "#sentry/sdk/types.js";
import type { BrowserFact } from "#verdict/evidence/submissions.js";
import { type Watcher, watchRequests } from "./native-fetch.js";
import { tell } from "./tell.js";

/** A check's event that is being handed over: everything up to the request happens in one go. */
let sending: { answered: (delivery: Delivery) => void; tunnel: boolean; fetched: boolean } | null = null;

/** For the fetch that the SDK's transport binds: reads the answer to a check's event, and nothing else. */
const readAnswer: Watcher = (url) => {
  const one = sending;
  if (!one) return null;
  one.fetched = true;
  return (response) => {
    const header = (name: string) => response.headers.get(name);
    const { tunnel, answered } = one;
    const read = (body: string) =>
      answered(deliveryOf({ url, tunnel, status: response.status, header, body }));
    void response.text().then(read, () => read(""));
  };
};

/** Tells the page what becomes of a check's event once it is handed to the transport, which stays the page's own. */
export function watchSending(client: Client): void {
  const transport = client.getTransport();
  if (!transport) return;
  watchRequests(readAnswer);
  const send = transport.send.bind(transport);
  const watched = (envelope: Envelope) => {
    const eventId = subjectOfEnvelope(envelope)?.eventId;
    return eventId ? watchOne(client, eventId, () => send(envelope)) : send(envelope);
  };
  Reflect.set(transport, "send", watched);
}

async function watchOne(client: Client, eventId: string, send: () => PromiseLike<Answer>): Promise<Answer> {
  const tunnel = Boolean(client.getOptions().tunnel);
  const note = (fact: BrowserFact) => tell(eventId, fact);
  const end = awaitAnswer<BrowserFact>(note, tunnel, TOO_SLOW);
  const one = { answered: end.known, tunnel, fetched: false };
  const dropped = transportDrop(client);
  try {
    const answer = await handOver(one, send);
    if (one.fetched) return answer;
    end.stop();
    noteByStatus(answer, note, dropped, tunnel);
    return answer;
  } catch (error) {
    end.unsent(error instanceof Error ? error.name : "unknown");
    throw error;
  }
}

function handOver<T>(one: NonNullable<typeof sending>, send: () => T): T {
  sending = one;
  try {
    return send();
  } finally {
    sending = null;
  }
}
