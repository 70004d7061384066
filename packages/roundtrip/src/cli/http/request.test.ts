import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { systemClock } from "#cli/clock.js";
import { request } from "./request.js";

test("a time that is up between the last byte of an answer and its reading ends the command", async () => {
  const zipped = gzipSync(Buffer.alloc(3_000_000, "x"));
  let rest = () => {};
  const server = createServer((_, response) => {
    response.writeHead(200, { "content-encoding": "gzip", "content-length": zipped.length }).flushHeaders();
    rest = () => void response.end(zipped);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  let late = () => {};
  const begun = () => setImmediate(rest);
  const arrived = () => queueMicrotask(late);
  subscribe("undici:request:headers", begun);
  subscribe("undici:request:trailers", arrived);
  const clock = {
    ...systemClock,
    after: (_: number, call: () => void) => {
      late = call;
      return () => undefined;
    },
  };
  try {
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    await expect(request({ method: "GET", address, timeoutMs: 60_000, clock })).rejects.toThrow(
      /no answer from .* within 60 s/,
    );
  } finally {
    unsubscribe("undici:request:headers", begun);
    unsubscribe("undici:request:trailers", arrived);
    server.close();
  }
});
