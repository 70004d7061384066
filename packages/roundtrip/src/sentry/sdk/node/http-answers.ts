import { AsyncLocalStorage } from "node:async_hooks";
import { subscribe } from "node:diagnostics_channel";
import type { ClientRequest, IncomingMessage } from "node:http";
import { type Delivery, deliveryOf } from "#sentry/sdk/delivery/ingest-answer.js";
import { singleton } from "#state/singleton.js";

/** Enough for Sentry's `{"id": …}` and for the reason in a refusal. */
const BODY_LIMIT = 4_096;

/** One envelope on its way. */
export interface Sending {
  /** It went out by node:http, whose answer is read here. */
  byHttp: boolean;
  /** Its transport is done with it: a request of a later moment is another's. */
  over: boolean;
  /** It goes to the option tunnel of Sentry's init. */
  tunnel: boolean;
  answered(delivery: Delivery): void;
  /** The connection ended in the middle of the answer. */
  broken(): void;
}

/** Node's channels are the process's, and so is who listens to them. */
const listening = () =>
  singleton("http-answers", () => ({
    sending: new AsyncLocalStorage<Sending>(),
    requests: new WeakMap<object, Sending>(),
    on: false,
  }));

/** Runs `send`, and reads the answer to the request that it makes. Of request and answer nothing is changed. */
export function readingAnswer<T>(one: Sending, send: () => T): T {
  const state = listening();
  if (!state.on) listen(state);
  return state.sending.run(one, send);
}

function listen(state: ReturnType<typeof listening>): void {
  state.on = true;
  subscribe("http.client.request.start", (message) => {
    const one = state.sending.getStore();
    if (!one || one.over) return;
    one.byHttp = true;
    state.requests.set((message as { request: ClientRequest }).request, one);
  });
  subscribe("http.client.response.finish", (message) => {
    const { request, response } = message as { request: ClientRequest; response: IncomingMessage };
    const one = state.requests.get(request);
    if (one) read(request, response, one);
  });
}

/** Looks on as the body comes in: listening for its data would take it from whoever reads it later. */
function read(request: ClientRequest, response: IncomingMessage, one: Sending): void {
  let body = "";
  const push = response.push.bind(response);
  const header = (name: string) => {
    const value = response.headers[name];
    return value === undefined ? null : String(value);
  };
  response.push = (chunk: unknown, encoding?: BufferEncoding) => {
    if (chunk !== null && body.length < BODY_LIMIT) body += String(chunk);
    if (chunk === null && response.complete) {
      const { statusCode: status = 0 } = response;
      one.answered(deliveryOf({ url: addressOf(request), tunnel: one.tunnel, status, header, body }));
    }
    return push(chunk, encoding);
  };
  response.once("close", () => {
    if (!response.complete) one.broken();
  });
}

const addressOf = (request: ClientRequest): string =>
  `${request.protocol}//${String(request.getHeader("host") ?? request.host)}${request.path}`;
