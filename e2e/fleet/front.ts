import { connect, createServer, type Server, type Socket } from "node:net";
import { pipeline } from "node:stream";
import { onLoopback } from "../on-loopback";

/**
 * What stands before several instances: it hands each connection to the next one that takes it, as a load
 * balancer does that notices a dead instance at once.
 */
export class Front {
  #turn = 0;
  readonly #sockets = new Set<Socket>();
  /** Tried in this order by every connection, when set; else in turn. */
  #first: number | null = null;

  private constructor(
    private readonly ports: readonly number[],
    private readonly server: Server,
    readonly url: string,
  ) {
    server.on("connection", (socket) => this.#hand(socket));
  }

  static async start(ports: readonly number[]): Promise<Front> {
    const server = createServer();
    return new Front(ports, server, `http://127.0.0.1:${await onLoopback(server)}`);
  }

  /** New connections go to this instance while it lives; null: to each in turn. */
  prefer(index: number | null): void {
    this.#first = index;
  }

  #hand(client: Socket): void {
    this.#keep(client);
    client.pause();
    const start = this.#first ?? this.#turn++;
    const order = this.ports.map((_, step) => this.ports[(start + step) % this.ports.length] ?? 0);
    const attempt = (left: readonly number[]): void => {
      const [port, ...others] = left;
      if (port === undefined) return void client.destroy();
      const server = this.#keep(connect(port, "127.0.0.1"));
      const refused = () => attempt(others);
      server.once("error", refused);
      server.once("connect", () => {
        server.off("error", refused);
        // Each end hears of the other's, only after what was said before it.
        const broken = () => undefined;
        pipeline(client, server, broken);
        pipeline(server, client, broken);
      });
    };
    client.on("error", () => undefined);
    attempt(order);
  }

  #keep(socket: Socket): Socket {
    this.#sockets.add(socket);
    socket.once("close", () => this.#sockets.delete(socket));
    return socket;
  }

  async stop(): Promise<void> {
    this.server.close();
    for (const socket of this.#sockets) socket.destroy();
  }
}
