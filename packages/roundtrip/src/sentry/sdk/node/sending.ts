import { networkCode } from "#network/error-code.js";
import { awaitAnswer } from "#sentry/sdk/delivery/answer-timeout.js";
import { noteByStatus } from "#sentry/sdk/delivery/by-status.js";
import { type Answer, type Envelope, subjectOfEnvelope } from "#sentry/sdk/delivery/envelope.js";
import { transportDrop } from "#sentry/sdk/delivery/transport-drops.js";
import type { Client } from "#sentry/sdk/types.js";
import type { Fact, Witness } from "#sentry/sdk/witness.js";
import { readingAnswer, type Sending } from "./http-answers.js";

/**
 * Tells the witness what becomes of a check's event once it is handed to the transport, which stays the host's own. Where
 * that does not send by node:http, only a refusal is known, by its status: a 200 may be anybody's.
 */
export function watchSending(client: Client, witness: Witness): void {
  const transport = client.getTransport();
  if (!transport) return;
  const send = transport.send.bind(transport);
  const seen = { process: witness.process, runtime: "node" as const };
  const watched = (envelope: Envelope) => {
    const subject = subjectOfEnvelope(envelope);
    if (!subject) return send(envelope);
    const note = (fact: Unseen) => witness.note(subject, { ...seen, ...fact } as Fact);
    return watchOne(client, note, () => send(envelope));
  };
  Reflect.set(transport, "send", watched);
}

/** A fact without who saw it. */
type Unseen = Fact extends infer F ? (F extends Fact ? Omit<F, "process" | "runtime"> : never) : never;

async function watchOne(
  client: Client,
  note: (fact: Unseen) => void,
  send: () => PromiseLike<Answer>,
): Promise<Answer> {
  const { tunnel: address } = client.getOptions();
  const tunnel = Boolean(address);
  const end = awaitAnswer<Unseen>(note, tunnel);
  const one: Sending = {
    byHttp: false,
    over: false,
    tunnel,
    answered: end.known,
    broken: () => end.unsent("ECONNRESET"),
  };
  const dropped = transportDrop(client);
  try {
    const answer = await readingAnswer(one, send);
    // What went out by http has its say when the answer's body is whole.
    if (one.byHttp) return answer;
    // The SDK's transport then sends nothing, and says so to nobody.
    if (address && !URL.canParse(address)) end.unsent("ERR_INVALID_URL");
    end.stop();
    noteByStatus(answer, note, dropped, tunnel);
    return answer;
  } catch (error) {
    end.unsent(networkCode(error));
    throw error;
  } finally {
    one.over = true;
  }
}
