import { once } from "node:events";
import {
  createServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
  request as send,
} from "node:http";
import type { AddressInfo } from "node:net";

interface Kept {
  status: number;
  headers: IncomingMessage["headers"];
  body: Buffer;
}

/**
 * A cache before the app that was set up wrongly: it keeps the first answer of a path for good, whatever method, query
 * and headers the next request has, but for HEAD, and whatever cache-control says.
 */
export class KeepingFront {
  readonly #kept = new Map<string, Kept>();

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  /** @param keeps of which paths it keeps answers; all others pass */
  static async start(port: number, keeps: (path: string) => boolean): Promise<KeepingFront> {
    const server = createServer();
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const front = new KeepingFront(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    server.on("request", (request, response) => {
      const path = (request.url ?? "/").split("?")[0] ?? "/";
      // What answers a HEAD has no body to keep: the doctor asks so whether a check has a route.
      const kept = request.method === "HEAD" ? undefined : front.#kept.get(path);
      if (kept) return void response.writeHead(kept.status, kept.headers).end(kept.body);
      const isKept = request.method !== "HEAD" && keeps(path);
      const keep = isKept ? (answer: Kept) => void front.#kept.set(path, answer) : undefined;
      pass(port, request, response, keep);
    });
    return front;
  }

  /** How many answers it has. */
  get size(): number {
    return this.#kept.size;
  }

  forget(): void {
    this.#kept.clear();
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, "close");
  }
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
