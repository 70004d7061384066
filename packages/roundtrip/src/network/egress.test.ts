import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { type AddressInfo, connect, Socket } from "node:net";
import type { Duplex } from "node:stream";
import { afterEach, expect, test, vi } from "vitest";
import { proxyFor } from "./egress.js";
import { networkCode } from "./error-code.js";
import { sendOut } from "./request.js";

const PROXY = "http://proxy.example:3128";
const of = (address: string, source: Record<string, string>) => proxyFor(new URL(address), source);

test.each<[string, string, Record<string, string>, string | null]>([
  ["https takes https_proxy", "https://sentry.io/", { https_proxy: PROXY }, PROXY],
  ["https falls back on http_proxy", "https://sentry.io/", { http_proxy: PROXY }, PROXY],
  ["http takes http_proxy", "http://sentry.internal/", { http_proxy: PROXY }, PROXY],
  ["http takes no https_proxy", "http://sentry.internal/", { https_proxy: PROXY }, null],
  ["upper case is not read, as by the SDK", "https://sentry.io/", { HTTPS_PROXY: PROXY }, null],
  [
    "no_proxy exempts by the host's end",
    "https://o1.sentry.io/",
    { http_proxy: PROXY, no_proxy: "a, sentry.io" },
    null,
  ],
  ["no_proxy exempts with the port", "http://a.b:9000/", { http_proxy: PROXY, no_proxy: "b:9000" }, null],
  [
    "no_proxy of others exempts nobody",
    "https://sentry.io/",
    { http_proxy: PROXY, no_proxy: "a.example," },
    PROXY,
  ],
  ["this machine is never asked through one", "http://127.0.0.1:3000/", { http_proxy: PROXY }, null],
  [
    "nor is the name at which this server itself listens",
    "http://3f2a91c0d4e5:3000/api",
    { http_proxy: PROXY, __NEXT_PRIVATE_ORIGIN: "http://3f2a91c0d4e5:3000" },
    null,
  ],
  [
    "another port of that name may be another's",
    "http://3f2a91c0d4e5:3001/",
    { http_proxy: PROXY, __NEXT_PRIVATE_ORIGIN: "http://3f2a91c0d4e5:3000" },
    PROXY,
  ],
  ["without one there is none", "https://sentry.io/", {}, null],
])("%s", (_, address, source, proxy) => {
  expect(of(address, source)).toBe(proxy);
});

const servers: Server[] = [];
afterEach(async () => {
  vi.unstubAllEnvs();
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  }
});
async function listening(server: Server): Promise<number> {
  servers.push(server.listen(0, "127.0.0.1"));
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

test("what is sent out goes through the proxy that is set, and arrives", async () => {
  const backend = await listening(
    createServer((request, response) => response.end(`hello ${request.headers.host}`)),
  );
  const asked: string[] = [];
  const proxy = createServer();
  // The only way to the name: it exists nowhere else.
  proxy.on("connect", (request, socket) => {
    asked.push(request.url ?? "");
    const through = connect(backend, "127.0.0.1", () => {
      socket.write("HTTP/1.1 200 Connection Established\r\n\r\n");
      through.pipe(socket).pipe(through);
    });
    socket.on("error", () => through.destroy());
    through.on("error", () => socket.destroy());
  });
  vi.stubEnv("http_proxy", `http://127.0.0.1:${await listening(proxy)}`);
  vi.stubEnv("PLAIN_HTTP_HOSTS", "sentry.internal");
  const base = "http://sentry.internal:9000";
  const response = await sendOut(`${base}/api/0/`, {
    base,
    timeoutMs: 20_000,
    headers: { authorization: "Bearer fake" },
  });
  expect(await response.text()).toBe("hello sentry.internal:9000");
  expect(asked).toEqual(["sentry.internal:9000"]);
});

test.each<[string, (socket: Duplex) => unknown, string]>([
  ["refuses", (socket) => socket.end("HTTP/1.1 403 Forbidden\r\n\r\n"), "PROXY_403"],
  ["asks for a password", (socket) => socket.end("HTTP/1.1 407 Who are you\r\n\r\n"), "PROXY_407"],
  ["closes without a word", (socket) => socket.end(), "PROXY_CLOSED"],
  ["ends the connection", (socket) => socket.destroy(), "PROXY_CLOSED"],
  ["resets the connection", (socket) => socket instanceof Socket && socket.resetAndDestroy(), "PROXY_CLOSED"],
])("a proxy that %s is asked once, and is told as that and not as a timeout", async (_, refuse, expected) => {
  let asked = 0;
  const proxy = createServer();
  proxy.on("connect", (_request, socket) => {
    asked += 1;
    refuse(socket);
  });
  vi.stubEnv("http_proxy", `http://127.0.0.1:${await listening(proxy)}`);
  vi.stubEnv("PLAIN_HTTP_HOSTS", "sentry.internal");
  const codes: string[] = [];
  for (const base of ["http://sentry.internal:9000", "https://sentry.internal"]) {
    const error: unknown = await sendOut(`${base}/`, { base, timeoutMs: 20_000 }).then(
      () => null,
      (thrown: unknown) => thrown,
    );
    codes.push(networkCode(error));
  }
  expect([codes, asked]).toEqual([[expected, expected], 2]);
});

test("what must not be done twice is sent once, whatever becomes of the connection", async () => {
  let asked = 0;
  const server = createServer((request) => {
    asked += 1;
    request.socket.destroy();
  });
  const base = `http://127.0.0.1:${await listening(server)}`;
  await expect(sendOut(`${base}/`, { base, timeoutMs: 20_000, again: false })).rejects.toThrow();
  expect(asked).toBe(1);
});
