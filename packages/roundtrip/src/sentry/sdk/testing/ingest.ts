import http from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { gunzipSync } from "node:zlib";

/** How it answers an envelope that holds the event of this id. */
export type Answer = (response: http.ServerResponse, eventId: string) => void;

export const taken: Answer = (response, id) => void response.end(JSON.stringify({ id }));
export const says =
  (status: number, body = "", headers: http.OutgoingHttpHeaders = {}): Answer =>
  (response) => {
    response.writeHead(status, headers);
    response.end(body);
  };
export const silent: Answer = () => undefined;
/** Ends the connection in the middle of the answer. */
export const breaksOff: Answer = (response) => {
  response.writeHead(200, { "content-length": "100" });
  response.write('{"id":', () => response.destroy());
};

async function read(request: http.IncomingMessage): Promise<string> {
  if (request.headers["content-encoding"] !== "gzip") return text(request);
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return gunzipSync(Buffer.concat(chunks)).toString();
}

/** A server in Sentry's place. */
export async function startIngest(answer: Answer) {
  const envelopes: string[] = [];
  const server = http.createServer(async (request, response) => {
    const body = await read(request);
    envelopes.push(body);
    const header = JSON.parse(body.slice(0, body.indexOf("\n"))) as { event_id?: string };
    answer(response, header.event_id ?? "");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const origin = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    dsn: `http://0123456789abcdef@${origin}/42`,
    envelopes,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
