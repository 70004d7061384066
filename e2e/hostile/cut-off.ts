import { connect } from "node:net";

/** A request whose sender leaves in the middle of its body. Resolves once the connection has ended. */
export function sendCutOff(
  base: string,
  { method, path, headers }: { method: string; path: string; headers: Readonly<Record<string, string>> },
): Promise<void> {
  const { hostname, port, host } = new URL(base);
  const all = { host, ...headers, "content-length": "1000" };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname);
    socket.on("error", () => socket.destroy());
    socket.on("close", () => resolve());
    socket.resume();
    socket.end(`${method} ${path} HTTP/1.1\r\n${lines.join("")}\r\n{"token":`);
  });
}
