import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { once } from "node:events";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { afterEach, expect, test } from "vitest";
import { examinationDeadline } from "../ask.js";
import { readUpTo, sendOut } from "../request.js";
import { untilAborted } from "./until-aborted.js";

const LONG = 3_000_000;
const ZIPPED = gzipSync(Buffer.alloc(LONG, "x"));
let server: Server | undefined;

afterEach(async () => {
  server?.closeAllConnections();
  await new Promise((closed) => server?.close(closed) ?? closed(undefined));
});

/** A server that answers with its headers, and with the body once `go` is called. */
async function serve(): Promise<{ url: string; go: () => void }> {
  let go = () => {};
  const answer: RequestListener = (_, response) => {
    response.writeHead(200, { "content-encoding": "gzip", "content-length": ZIPPED.length }).flushHeaders();
    go = () => void response.end(ZIPPED);
  };
  server = createServer(answer).listen(0, "127.0.0.1");
  await once(server, "listening");
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, go: () => go() };
}

/** Resolves once the last byte of an answer has arrived in this process, read or not. */
const lastByte = () =>
  new Promise<void>((resolve) => {
    const arrived = () => {
      unsubscribe("undici:request:trailers", arrived);
      resolve();
    };
    subscribe("undici:request:trailers", arrived);
  });

/** An answer that has arrived to its last byte, of which nothing was read yet. */
async function arrived(stop: AbortSignal): Promise<Response> {
  const { url, go } = await serve();
  const response = await sendOut(url, { base: url, timeoutMs: 600_000, signal: stop });
  const all = lastByte();
  go();
  await all;
  return response;
}

test("a body that has arrived is read to its end", async () => {
  expect((await readUpTo(await arrived(examinationDeadline()), LONG)).length).toBe(LONG);
});

test("a time that is up between the last byte and its reading ends the reading, and is no short answer", async () => {
  const stop = new AbortController();
  const response = await arrived(stop.signal);
  stop.abort(new Error("late"));
  await expect(readUpTo(response, LONG)).rejects.toThrow("late");
});

test("a time that is up in the middle of reading what has arrived ends the reading", async () => {
  const stop = new AbortController();
  const response = await arrived(stop.signal);
  const reader = response.body?.getReader();
  expect((await reader?.read())?.done).toBe(false);
  stop.abort(new Error("late"));
  const rest = async () => {
    while (!(await reader?.read())?.done);
  };
  await expect(rest()).rejects.toThrow("late");
});

test("status, headers and an answer without a body stay as they are", async () => {
  const { signal } = new AbortController();
  const refused = untilAborted(new Response("no", { status: 403, headers: { "x-why": "key" } }), signal);
  expect([refused.status, refused.headers.get("x-why"), await refused.text()]).toEqual([403, "key", "no"]);
  const empty = new Response(null, { status: 204 });
  expect(untilAborted(empty, signal)).toBe(empty);
});
