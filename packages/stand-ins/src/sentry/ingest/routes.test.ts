import { createServer, request } from "node:http";
import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import { init, type NodeClient } from "@sentry/node";
import { describe, expect, it } from "vitest";
import { expectShape } from "#sentry/testing/openapi.js";
import {
  api,
  envelopeOf,
  errorEvent,
  eventId,
  eventPath,
  ingestUrl,
  KEY,
  post,
  read,
  search,
  send,
  start,
  stored,
} from "#sentry/testing/server.js";
import { MAX_EVENT_BYTES, MAX_REQUEST_BYTES } from "./limits.js";

describe("the real SDK", () => {
  it("sends an error that the API reads back, and a span that a search by trace finds", async () => {
    const server = await start();
    const client = init({
      dsn: server.dsn,
      release: "app@sdk",
      environment: "sdk",
      tracesSampleRate: 1,
      defaultIntegrations: false,
    }) as NodeClient;
    const { captureException, startSpan } = await import("@sentry/node");
    let trace = "";
    const id = startSpan({ name: "outer", op: "test" }, (span) => {
      trace = span.spanContext().traceId;
      return captureException(new TypeError("from the SDK"));
    });
    await client.flush(5000);
    const event = await stored(server, id);
    expect(event).toMatchObject({
      eventID: id,
      type: "error",
      title: "TypeError: from the SDK",
      release: { version: "app@sdk" },
      sdk: { name: "sentry.javascript.node" },
      contexts: { trace: { trace_id: trace, type: "trace" } },
    });
    expect((await search(server, `trace:${trace}`)).data).toHaveLength(1);
    const spans = await read(
      server,
      `/organizations/local/events/?dataset=spans&field=span.op&field=span.description&query=trace:${trace}`,
    );
    expect(spans.data).toEqual([expect.objectContaining({ "span.op": "test", "span.description": "outer" })]);
    expectShape("/organizations/{organization_id_or_slug}/events/", spans);
    await client.close(0);
  });
});

describe("ingest", () => {
  it.each([
    ["gzip", gzipSync],
    ["deflate", deflateSync],
    ["br", brotliCompressSync],
    ["identity", (data: string) => Buffer.from(data)],
  ])("reads %s bodies", async (encoding, pack) => {
    const server = await start();
    const id = eventId();
    const answer = await post(ingestUrl(server), pack(envelopeOf(errorEvent(id))), {
      "content-encoding": encoding,
    });
    expect(await answer.json()).toEqual({ id });
    expect((await api(server, eventPath(id))).status).toBe(200);
  });

  it("keeps the first event of an id and drops the second without a word", async () => {
    const server = await start();
    const id = eventId();
    await send(server, errorEvent(id, { message: "first" }));
    await send(server, errorEvent(id, { message: "second" }));
    expect(await read(server, eventPath(id))).toMatchObject({ message: "first" });
    expect(server.control.stats()).toMatchObject({ eventsStored: 1, eventsDropped: { duplicate: 1 } });
  });

  it("takes the key from the query, the header or the envelope, and says which is missing or wrong", async () => {
    const server = await start();
    const body = (header = {}) => envelopeOf(errorEvent(eventId()), "event", header);
    const bare = `${server.url}/api/4501/envelope`;
    const auth = { "x-sentry-auth": `Sentry sentry_version=7, sentry_key=${KEY}, sentry_client=test/1` };
    expect((await post(bare, body(), auth)).status).toBe(200);
    expect((await post(bare, body({ dsn: server.dsn }))).status).toBe(200);
    const refused = async (answer: Promise<Response>) => [(await answer).status, await (await answer).json()];
    expect(await refused(post(bare, body()))).toEqual([401, { detail: "missing authorization information" }]);
    expect(await refused(post(ingestUrl(server), body(), auth))).toEqual([
      401,
      { detail: "multiple authorization payloads detected" },
    ]);
    expect(await refused(post(ingestUrl(server, "4501", "zz"), body()))).toEqual([
      400,
      { detail: "bad sentry DSN public key" },
    ]);
    const unknown = [403, { detail: "event submission rejected with_reason: ProjectId" }];
    expect(await refused(post(ingestUrl(server, "4501", "f".repeat(32)), body()))).toEqual(unknown);
    expect(await refused(post(ingestUrl(server, "99"), body()))).toEqual(unknown);
    expect(await refused(post(ingestUrl(server, "app"), body()))).toEqual([
      400,
      { detail: "bad project path parameter" },
    ]);
    const other = `http://${KEY}@127.0.0.1/77`;
    expect((await refused(post(ingestUrl(server), body({ dsn: other }))))[0]).toBe(400);
    expect(server.control.stats().eventsStored).toBe(2);
  });

  it("lets a browser on another origin send, and read why it was refused", async () => {
    const server = await start();
    const preflight = await fetch(ingestUrl(server), {
      method: "OPTIONS",
      headers: {
        origin: "http://app.test",
        "access-control-request-method": "POST",
        "access-control-request-headers": "content-type",
      },
    });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get("access-control-allow-origin")).toBe("*");
    expect(preflight.headers.get("access-control-allow-headers")).toContain("x-sentry-auth");
    server.control.ingest({ mode: "status", status: 429, headers: { "retry-after": "7" } });
    const limited = await post(ingestUrl(server), "{}", { origin: "http://app.test" });
    expect(limited.headers.get("access-control-allow-origin")).toBe("*");
    expect(limited.headers.get("access-control-expose-headers")).toContain("retry-after");
    expect(limited.headers.get("retry-after")).toBe("7");
  });

  it("refuses what is too large, packed or unpacked, and what no one can unpack", async () => {
    const server = await start();
    const event = envelopeOf(errorEvent(eventId(), { extra: { blob: "x".repeat(MAX_EVENT_BYTES) } }));
    expect((await post(ingestUrl(server), event)).status).toBe(413);
    const bomb = gzipSync(Buffer.alloc(60 * 1024 * 1024));
    expect((await post(ingestUrl(server), bomb, { "content-encoding": "gzip" })).status).toBe(413);
    expect((await post(ingestUrl(server), "no gzip", { "content-encoding": "gzip" })).status).toBe(400);
    expect((await post(ingestUrl(server), "{}", { "content-encoding": "zstd" })).status).toBe(415);
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const sending = request(ingestUrl(server), { method: "POST" }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      });
      sending.on("error", reject);
      sending.end(Buffer.alloc(MAX_REQUEST_BYTES + 1));
    });
    expect(status).toBe(413);
  });

  it("reads items by length and by line, binary ones too, and skips types it does not know", async () => {
    const server = await start();
    const id = eventId();
    const event = JSON.stringify(errorEvent(id));
    const binary = Buffer.from([0, 10, 255, 10, 123]);
    const body = Buffer.concat([
      Buffer.from(`{"event_id":"${id}"}\n{"type":"attachment","length":5,"filename":"a.bin"}\n`),
      binary,
      Buffer.from(`\n{"type":"from_the_future"}\n{"new":1}\n\n{"type":"event"}\n${event}\n`),
      Buffer.from(`{"type":"session"}\n{}\n{"type":"check_in","length":2}\n{}\n`),
      Buffer.from(
        `{"type":"client_report"}\n{"discarded_events":[{"reason":"queue_overflow","category":"error","quantity":3}]}`,
      ),
    ]);
    expect(await (await post(ingestUrl(server), body)).json()).toEqual({ id });
    expect((await api(server, eventPath(id))).status).toBe(200);
    expect(server.control.stats()).toMatchObject({
      items: { attachment: 1, from_the_future: 1, event: 1, session: 1, check_in: 1, client_report: 1 },
      clientReports: { queue_overflow: 3 },
    });
    const [seen] = server.control.envelopes(1);
    expect(seen?.items.map((item) => item.header.type)).toEqual([
      "attachment",
      "from_the_future",
      "event",
      "session",
      "check_in",
      "client_report",
    ]);
  });

  it("says so when its port is taken", async () => {
    const other = createServer();
    await new Promise<void>((done) => other.listen(0, "127.0.0.1", done));
    const address = other.address();
    const port = typeof address === "object" && address ? address.port : 0;
    await expect(start({ port })).rejects.toThrow(`Port ${port} is taken`);
    await new Promise((done) => other.close(done));
  });
});
