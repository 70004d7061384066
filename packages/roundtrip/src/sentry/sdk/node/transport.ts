import { AsyncLocalStorage } from "node:async_hooks";
import http from "node:http";
import https from "node:https";
import { makeNodeTransport } from "@sentry/nextjs";
import { networkCode } from "#network/error-code.js";
import { fateOf, isTunnel } from "#sentry/sdk/acceptance.js";
import { type SentEvent, type Subject, subjectOfSent } from "#sentry/sdk/correlation.js";
import type { Witness } from "#sentry/sdk/witness.js";

type NodeTransportOptions = Parameters<typeof makeNodeTransport>[0];
type Envelope = Parameters<ReturnType<typeof makeNodeTransport>["send"]>[0];

/** The stock transport waits for ever on a host that takes the connection and says nothing. */
const SEND_TIMEOUT_MS = 5_000;
/** Enough for Sentry's `{"id": …}` and for the reason in a refusal. */
const BODY_LIMIT = 4_096;

interface Sending {
  subject: Subject;
}

/** The SDK's own Node transport, with a time limit, telling the witness what became of a check's event. */
export function witnessedTransport(witness: Witness) {
  const sending = new AsyncLocalStorage<Sending>();
  const seen = { process: witness.process, runtime: "node" as const };

  return (options: NodeTransportOptions) => {
    const secure = options.url.startsWith("https:");
    const tunnel = isTunnel(options.url);
    const request = ((target: http.RequestOptions, answer?: (res: http.IncomingMessage) => void) => {
      const state = sending.getStore();
      const limited = { ...target, signal: AbortSignal.timeout(SEND_TIMEOUT_MS) };
      return (secure ? https : http).request(limited, (res) => {
        if (state) watchAnswer(res, state);
        answer?.(res);
      });
    }) as NonNullable<NodeTransportOptions["httpModule"]>["request"];

    function watchAnswer(res: http.IncomingMessage, { subject }: Sending): void {
      let body = "";
      res.on("data", (chunk) => {
        if (body.length < BODY_LIMIT) body += String(chunk);
      });
      const header = (name: string) => {
        const value = res.headers[name] ?? null;
        return value === null ? null : String(value);
      };
      res.on("end", () => {
        witness.note(subject, { ...seen, ...fateOf(options.url, res.statusCode ?? 0, header, body) });
      });
    }

    const inner = makeNodeTransport({
      ...options,
      httpModule: { request },
      recordDroppedEvent(reason, category, count) {
        const state = sending.getStore();
        if (state && category === "error" && reason !== "network_error" && reason !== "send_error") {
          witness.note(state.subject, { kind: "dropped", ...seen, reason, by: null, repeat: false });
        }
        options.recordDroppedEvent(reason, category, count);
      },
    });
    return {
      ...inner,
      send(envelope: Envelope) {
        const subject = subjectOfEnvelope(envelope);
        if (!subject) return inner.send(envelope);
        return sending.run({ subject }, async () => {
          try {
            return await inner.send(envelope);
          } catch (error) {
            witness.note(subject, { kind: "not_sent", ...seen, code: networkCode(error), tunnel });
            throw error;
          }
        });
      },
    };
  };
}

function subjectOfEnvelope(envelope: Envelope): Subject | null {
  for (const item of envelope[1]) {
    if (item[0].type !== "event") continue;
    const subject = subjectOfSent(item[1] as SentEvent);
    if (subject) return subject;
  }
  return null;
}
