import { Agent, request } from "node:http";

export interface HostileRequest {
  method: string;
  path: string;
  headers: Record<string, string>;
  body: string | null;
}

export interface HostileAnswer {
  status: number;
  type: string;
  /** Where a redirect leads; empty where there is none. */
  location: string;
}

/** Sends what `fetch` would refuse to: any method, any header. Null where the connection ended without an answer. */
function send(
  agent: Agent,
  url: URL,
  { method, path, headers, body }: HostileRequest,
): Promise<HostileAnswer | null> {
  return new Promise((resolve) => {
    const length = body === null ? {} : { "content-length": String(Buffer.byteLength(body)) };
    const sent = request({
      agent,
      host: url.hostname,
      port: url.port,
      method,
      path,
      headers: { ...length, ...headers },
    });
    sent.on("error", () => resolve(null));
    sent.on("response", (response) => {
      response.resume();
      response.on("error", () => resolve(null));
      response.on("end", () =>
        resolve({
          status: response.statusCode ?? 0,
          type: response.headers["content-type"] ?? "",
          location: response.headers.location ?? "",
        }),
      );
    });
    sent.end(body ?? undefined);
  });
}

/** Sends all of them, some at a time; `answered` gets each with its answer. */
export async function sendAll(
  base: string,
  requests: Iterable<HostileRequest>,
  answered: (request: HostileRequest, answer: HostileAnswer | null) => void,
): Promise<void> {
  const url = new URL(base);
  const agent = new Agent({ keepAlive: true, maxSockets: 16 });
  const left = requests[Symbol.iterator]();
  await Promise.all(
    Array.from({ length: 16 }, async () => {
      for (let next = left.next(); !next.done; next = left.next())
        answered(next.value, await send(agent, url, next.value));
    }),
  );
  agent.destroy();
}
