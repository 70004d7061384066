import { connect } from "node:net";

export interface RawRequest {
  method?: string;
  path: string;
  headers?: Readonly<Record<string, string>>;
  /** Bytes that are sent, of as many pieces as it takes. */
  bytes?: number;
  /** declared: says how many in Content-Length; chunked: does not. */
  length?: "declared" | "chunked";
  /** Sends all of them even where the answer has come. */
  stubborn?: boolean;
}

const PIECE = Buffer.from(`${"[".repeat(32)}"${"x".repeat(65_000)}"`.padEnd(65_536, " "));

/**
 * Sends one request as no browser would, and gives the answer's status; null where the connection ended without
 * one. A body goes out piece by piece, as fast as it is taken.
 */
export function sendRaw(url: string, request: RawRequest): Promise<number | null> {
  const { method = "POST", path, headers = {}, bytes = 0, length = "declared", stubborn = false } = request;
  const { hostname, port, host } = new URL(url);
  return new Promise((resolve) => {
    let status: number | null = null;
    const socket = connect(Number(port), hostname);
    socket.setTimeout(60_000, () => socket.destroy());
    socket.on("error", () => socket.destroy());
    socket.on("close", () => resolve(status));
    socket.on("data", (data) => {
      status ??= Number(/^HTTP\/1\.1 (\d{3})/.exec(data.toString("latin1"))?.[1] ?? 0);
      if (!stubborn) socket.destroy();
    });
    const body =
      length === "declared" ? { "content-length": String(bytes) } : { "transfer-encoding": "chunked" };
    const lines = Object.entries({ host, connection: "close", ...body, ...headers });
    socket.write(`${method} ${path} HTTP/1.1\r\n${lines.map(([n, v]) => `${n}: ${v}\r\n`).join("")}\r\n`);
    let left = bytes;
    const more = () => {
      while (left > 0 && !socket.destroyed) {
        const piece = PIECE.subarray(0, Math.min(left, PIECE.length));
        left -= piece.length;
        if (length === "chunked") socket.write(`${piece.length.toString(16)}\r\n`);
        const room = socket.write(piece);
        if (length === "chunked") socket.write("\r\n");
        if (!room) return;
      }
      if (length === "chunked" && left <= 0 && !socket.destroyed) {
        left = -1;
        socket.write("0\r\n\r\n");
      }
    };
    socket.on("drain", () => left >= 0 && more());
    more();
  });
}
