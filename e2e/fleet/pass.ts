import { type IncomingMessage, type ServerResponse, request as send } from "node:http";

/** A whole answer. */
export interface Kept {
  status: number;
  headers: IncomingMessage["headers"];
  body: Buffer;
}

/** Hands a request on to an app on this machine, and its answer back; `keep` gets the answer when it is whole. */
export function pass(
  port: number,
  request: IncomingMessage,
  response: ServerResponse,
  keep?: (answer: Kept) => void,
): void {
  const { method, url: path, headers } = request;
  // A connection that is kept may be closed at the other end while its process cannot say so.
  const onwards = send({ host: "127.0.0.1", port, method, path, headers, agent: false }, async (answer) => {
    const status = answer.statusCode ?? 502;
    response.writeHead(status, answer.headers);
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of answer) {
        chunks.push(chunk);
        response.write(chunk);
      }
    } catch {
      // What the app breaks off in the middle, as a stream that raises, is broken off here, too.
      return void response.destroy();
    }
    const { "transfer-encoding": _, connection: __, ...kept } = answer.headers;
    keep?.({ status, headers: kept, body: Buffer.concat(chunks) });
    response.end();
  });
  onwards.on("error", () => response.destroy());
  request.pipe(onwards);
}
