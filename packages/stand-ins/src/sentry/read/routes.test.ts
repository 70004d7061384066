import { describe, expect, it } from "vitest";
import type { Json } from "#sentry/json.js";
import { expectShape } from "#sentry/testing/openapi.js";
import {
  api,
  envelopeOf,
  errorEvent,
  eventId,
  eventPath,
  ingestUrl,
  post,
  read,
  send,
  start,
} from "#sentry/testing/server.js";

const TRACE = "a".repeat(32);
const AGENT = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/142.0.0.0 Safari/537.36";

const fullEvent = (id: string): Json => ({
  ...errorEvent(id),
  exception: {
    values: [
      {
        type: "RoundtripError",
        value: `Roundtrip check "sentry" raised this on purpose (run ${id})`,
        mechanism: { type: "auto.function.nextjs.on_request_error", handled: false },
        stacktrace: {
          frames: [
            { filename: "node:internal/x", function: "run", lineno: 1, colno: 2, in_app: false },
            {
              filename: "/app/app/api/health/sentry/route.ts",
              function: "GET",
              lineno: 4,
              colno: 9,
              in_app: true,
              pre_context: ["one", "two"],
              context_line: "  throw new Error()",
              post_context: ["}"],
            },
          ],
        },
      },
    ],
  },
  tags: { check: "sentry", "check.run": id, number: 7 },
  contexts: {
    trace: { trace_id: TRACE, span_id: "b".repeat(16) },
    runtime: { name: "node", version: "v20.20.2" },
    pino: { data: { number: 1, divider: 0 } },
  },
  extra: { data: { number: 1, divider: 0 } },
  transaction: "GET /api/health/sentry",
  server_name: "web-1",
  user: { id: 7, email: "a@example.test", plan: "free" },
  sdk: { name: "sentry.javascript.nextjs", version: "11.5.0" },
  request: {
    url: "http://app.test/api/health/sentry?x=1",
    method: "GET",
    headers: { "User-Agent": AGENT },
    query_string: "x=1",
  },
  breadcrumbs: [{ timestamp: Date.now() / 1000, category: "http", message: "GET /" }],
  fingerprint: ["roundtrip", "sentry"],
  modules: { next: "16.4.5" },
});

describe("reading an event back", () => {
  it("answers in the shape of Sentry's OpenAPI, with the fields where Sentry has them", async () => {
    const server = await start();
    const id = eventId();
    await send(server, fullEvent(id));
    const event = await read(server, eventPath(id));
    expectShape("/events/{event_id}/", event);
    expect(event).toMatchObject({
      id,
      eventID: id,
      projectID: "4501",
      groupID: "1",
      type: "error",
      message: "",
      title: `RoundtripError: Roundtrip check "sentry" raised this on purpose (run ${id})`,
      culprit: "GET /api/health/sentry",
      context: { data: { number: 1, divider: 0 } },
      contexts: {
        trace: { trace_id: TRACE },
        pino: { data: { number: 1, divider: 0 }, type: "default" },
        browser: { name: "Chrome", version: "142.0.0.0" },
      },
      release: { version: "app@1", versionInfo: { package: "app", description: "1" } },
      user: { id: "7", email: "a@example.test", data: { plan: "free" } },
      sdk: { name: "sentry.javascript.nextjs", version: "11.5.0" },
      entries: [
        {
          type: "exception",
          data: {
            values: [
              {
                type: "RoundtripError",
                mechanism: { type: "auto.function.nextjs.on_request_error", handled: false },
                stacktrace: {
                  frames: [
                    { filename: "node:internal/x", inApp: false, context: [] },
                    {
                      filename: "/app/app/api/health/sentry/route.ts",
                      function: "GET",
                      lineNo: 4,
                      colNo: 9,
                      inApp: true,
                      context: [
                        [2, "one"],
                        [3, "two"],
                        [4, "  throw new Error()"],
                        [5, "}"],
                      ],
                    },
                  ],
                },
              },
            ],
          },
        },
        { type: "breadcrumbs" },
        { type: "request", data: { method: "GET", query: [["x", "1"]] } },
      ],
    });
    expect(
      Object.fromEntries(
        (event.tags as { key: string; value: string }[]).map(({ key, value }) => [key, value]),
      ),
    ).toEqual({
      browser: "Chrome 142.0.0.0",
      "browser.name": "Chrome",
      check: "sentry",
      "check.run": id,
      environment: "test",
      handled: "no",
      level: "error",
      mechanism: "auto.function.nextjs.on_request_error",
      number: "7",
      release: "app@1",
      runtime: "node v20.20.2",
      "runtime.name": "node",
      server_name: "web-1",
      transaction: "GET /api/health/sentry",
      url: "http://app.test/api/health/sentry?x=1",
      user: "id:7",
    });
  });

  it("keeps OpenAPI's shape for bare events, messages and transactions too", async () => {
    const server = await start();
    const bare = eventId();
    await send(server, { event_id: bare });
    const transaction = eventId();
    await post(
      ingestUrl(server),
      envelopeOf(
        { event_id: transaction, transaction: "GET /", start_timestamp: 1, timestamp: Date.now() / 1000 },
        "transaction",
      ),
    );
    for (const id of [bare, transaction]) {
      const event = await read(server, eventPath(id));
      expectShape("/events/{event_id}/", event);
      const found = await read(server, `/organizations/local/eventids/${id}/`);
      expectShape("/eventids/{event_id}/", found);
    }
    expect(await read(server, eventPath(bare))).toMatchObject({
      type: "default",
      title: "<unlabeled event>",
      release: null,
    });
    expect(await read(server, eventPath(transaction))).toMatchObject({ type: "transaction", groupID: null });
  });

  it("answers 404 until the delay has passed, and takes ids with dashes and the project by slug", async () => {
    const server = await start();
    const id = eventId();
    server.control.delay(86_400_000);
    await send(server, errorEvent(id));
    const early = await api(server, eventPath(id));
    expect([early.status, await early.json()]).toEqual([404, { detail: "Event not found" }]);
    expect((await api(server, `/organizations/local/eventids/${id}/`)).status).toBe(404);
    server.control.delay(0);
    const dashed = id.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");
    expect(await read(server, `/projects/local/app/events/${dashed}/`)).toMatchObject({ eventID: id });
    expect(await read(server, `/organizations/local/eventids/${dashed}/`)).toMatchObject({
      projectSlug: "app",
      groupId: "1",
      eventId: id,
    });
  });

  it("does what the store does: a default environment, server time, long values cut, bad tags dropped with a reason", async () => {
    const server = await start();
    const id = eventId();
    server.control.settings({ clockOffsetMs: -3_600_000 });
    const before = Date.now() - 3_600_000;
    await send(server, {
      event_id: id,
      received: 1,
      timestamp: "2001-01-01T00:00:00Z",
      exception: { values: [{ type: "Error", value: "x".repeat(10_000) }] },
      tags: { long: "y".repeat(201), fine: "z" },
    });
    const event = await read(server, eventPath(id));
    expect(Date.parse(String(event.dateReceived))).toBeGreaterThanOrEqual(before - 1);
    expect(Date.parse(String(event.dateReceived))).toBeLessThan(Date.now() - 3_500_000);
    expect(event.dateCreated).toBe(event.dateReceived);
    expect(event.tags).toContainEqual({ key: "environment", value: "production" });
    expect(event.tags).toContainEqual({ key: "fine", value: "z" });
    expect(JSON.stringify(event.tags)).not.toContain("yyyy");
    expect((event.errors as Json[]).map((one) => one.type).sort()).toEqual([
      "past_timestamp",
      "value_too_long",
    ]);
    expect(JSON.stringify(event.entries)).toContain(`${"x".repeat(8189)}...`);
    const answer = await api(server, eventPath(id));
    expect(Math.abs(Date.parse(answer.headers.get("date") ?? "") - before)).toBeLessThan(60_000);
  });

  it("gives equal fingerprints one issue, and others another", async () => {
    const server = await start();
    const [a, b, c] = [eventId(), eventId(), eventId()];
    await send(server, errorEvent(a, { fingerprint: ["roundtrip", "x"] }));
    await send(server, errorEvent(b, { fingerprint: ["roundtrip", "x"] }));
    await send(server, errorEvent(c, { fingerprint: ["roundtrip", "y"] }));
    const group = async (id: string) => (await read(server, eventPath(id))).groupID;
    expect(await group(a)).toBe(await group(b));
    expect(await group(c)).not.toBe(await group(a));
  });
});
