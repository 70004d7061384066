import { createServer } from "node:http";
import { connect } from "node:net";
import { onLoopback } from "../on-loopback";

/** A proxy on loopback, and what was asked for through it. */
export interface WayOut {
  address: string;
  asked: ReadonlySet<string>;
  close: () => Promise<void>;
}

/**
 * The only way to some names, which exist nowhere else: a proxy that knows their ports on this machine, and nobody else.
 * @param known `host` to port
 */
export async function wayOut(known: Readonly<Record<string, number>>): Promise<WayOut> {
  const asked = new Set<string>();
  const server = createServer((_, answer) => answer.writeHead(405).end());
  server.on("connect", (request, socket) => {
    const [host = ""] = (request.url ?? "").split(":");
    asked.add(host);
    const port = known[host];
    if (port === undefined) return socket.end("HTTP/1.1 403 Forbidden\r\n\r\n");
    const through = connect(port, "127.0.0.1", () => {
      socket.write("HTTP/1.1 200 Connection Established\r\n\r\n");
      through.pipe(socket).pipe(through);
    });
    socket.on("error", () => through.destroy()).on("close", () => through.destroy());
    through.on("error", () => socket.destroy());
  });
  const port = await onLoopback(server);
  return {
    address: `http://127.0.0.1:${port}`,
    asked,
    close: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
