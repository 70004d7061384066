import { networkCode } from "#network/error-code.js";
import { type SentEvent, type Subject, subjectOfSent } from "#sentry/sdk/correlation.js";
import { awaitAnswer } from "#sentry/sdk/delivery/answer-timeout.js";
import { type Delivery, deliveryOf } from "#sentry/sdk/delivery/ingest-answer.js";
import type { Client } from "#sentry/sdk/types.js";
import type { Witness } from "#sentry/sdk/witness.js";
import { singleton } from "#state/singleton.js";

interface Watched {
  client: Client;
  witness: Witness;
}
/** Whose sending is watched: a later Sentry.init replaces the client, and fetch is wrapped once. */
const watched = () => singleton<{ now: Watched | null }>("edge-sending", () => ({ now: null }));

/**
 * Tells the witness what became of a check's event. The edge SDK's transport says so to nobody: its hooks fire
 * when an event is queued. It sends by the global fetch, which is watched here and otherwise left alone.
 */
export function watchSending(client: Client, witness: Witness): void {
  const state = watched();
  const isFirst = state.now === null;
  state.now = { client, witness };
  if (!isFirst) return;
  const original = globalThis.fetch;
  globalThis.fetch = (input, init) => {
    const subject = state.now && isIngest(state.now.client, String(input)) ? subjectOfBody(init?.body) : null;
    const send = () => original(input, init);
    return state.now && subject ? watchOne(state.now, subject, String(input), send) : send();
  };
}

async function watchOne(
  { client, witness }: Watched,
  subject: Subject,
  url: string,
  send: () => Promise<Response>,
): Promise<Response> {
  const seen = { process: witness.process, runtime: "edge" as const };
  const tunnel = Boolean(client.getOptions().tunnel);
  const end = awaitAnswer<Delivery>((fact) => witness.note(subject, { ...seen, ...fact }), tunnel);
  try {
    const response = await send();
    const body = await response
      .clone()
      .text()
      .catch(() => "");
    const header = (name: string) => response.headers.get(name);
    end.known(deliveryOf({ url, tunnel, status: response.status, header, body }));
    return response;
  } catch (error) {
    end.unsent(networkCode(error));
    throw error;
  }
}

/** The address of the DSN's host, or the one that stands in its place. */
function isIngest(client: Client, url: string): boolean {
  const { tunnel } = client.getOptions();
  const dsn = client.getDsn();
  const host = dsn && `${dsn.protocol}://${dsn.host}${dsn.port ? `:${dsn.port}` : ""}/`;
  return url === tunnel || (host !== undefined && url.startsWith(host));
}

/** An envelope is lines of JSON: its header, then an item's header and payload by turns. */
function subjectOfBody(body: unknown): Subject | null {
  const text =
    typeof body === "string" ? body : body instanceof Uint8Array ? new TextDecoder().decode(body) : "";
  const lines = text.split("\n");
  for (const [index, line] of lines.entries()) {
    if (!line.includes('"type":"event"')) continue;
    try {
      return subjectOfSent(JSON.parse(lines[index + 1] ?? "") as SentEvent);
    } catch {
      return null;
    }
  }
  return null;
}
