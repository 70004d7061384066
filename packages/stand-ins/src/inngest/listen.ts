import { once } from "node:events";
import { Server } from "node:http";
import type { ServerType } from "@hono/node-server";

/** Listens on loopback; 0 takes a free port. Rejects with the system's error, as EADDRINUSE. */
export async function listen(
  server: ServerType,
  port: number,
): Promise<{ url: string; close(): Promise<void> }> {
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server listens on no port");
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: async () => {
      const closed = once(server, "close");
      server.close();
      if (server instanceof Server) server.closeAllConnections();
      await closed;
    },
  };
}
