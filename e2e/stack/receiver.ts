import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { type Notice, NoticeSchema } from "#verdict/alerts/notice.js";
import { onLoopback } from "../on-loopback";

export interface Received {
  method: string;
  path: string;
  headers: IncomingMessage["headers"];
  body: string;
}
export type Behaviour = (response: ServerResponse) => void;

/** A webhook's or heartbeat's other end: a real server on loopback that keeps what it gets and answers as told. */
export interface Receiver {
  url: string;
  received: Received[];
  /** Of the next requests; when they are used up, every request is answered 200. */
  next: Behaviour[];
  close(): Promise<void>;
}

export const answers =
  (status: number, headers: Record<string, string> = {}): Behaviour =>
  (response) =>
    void response.writeHead(status, headers).end();
/** Takes the request and says nothing. */
export const hangs: Behaviour = () => undefined;

export async function startReceiver(): Promise<Receiver> {
  const received: Received[] = [];
  const next: Behaviour[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk) => {
      body += chunk;
    });
    request.on("end", () => {
      const { method = "", url: path = "", headers } = request;
      received.push({ method, path, headers, body });
      (next.shift() ?? answers(200))(response);
    });
  });
  return {
    url: `http://127.0.0.1:${await onLoopback(server)}`,
    received,
    next,
    close: async () => {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

/** What a webhook was sent, in the order of its coming. */
export const noticesIn = ({ received }: Receiver): Notice[] =>
  received.map(({ body }) => NoticeSchema.parse(JSON.parse(body)));

/** The same in two words each, sorted: "problem sentry". */
export const toldTo = (webhook: Receiver): string[] =>
  noticesIn(webhook)
    .map(({ kind, check }) => `${kind} ${check}`)
    .sort();

/** What a heartbeat's address heard: "pass", or what is behind its path, such as "/fail". */
export const beatsAt = ({ received }: Receiver, path: string): string[] =>
  received.map((one) => one.path.replace(path, "") || "pass");
