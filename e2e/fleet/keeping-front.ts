import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { onLoopback } from "../on-loopback";
import { type Kept, pass } from "./pass";

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
    const front = new KeepingFront(server, `http://127.0.0.1:${await onLoopback(server)}`);
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
