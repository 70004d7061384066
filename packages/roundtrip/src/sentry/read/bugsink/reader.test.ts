import { randomUUID } from "node:crypto";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ApiClient } from "#sentry/read/api-client.js";
import { FakeBugsink } from "#sentry/read/testing/bugsink.js";
import { BugsinkReader } from "./reader.js";

let bugsink: FakeBugsink;
let reader: BugsinkReader;
const HOUR = 3_600_000;

const readerWith = (change: { token?: string; project?: string; key?: string } = {}) =>
  new BugsinkReader(new ApiClient(bugsink.url, change.token ?? bugsink.token, async () => undefined), {
    project: change.project ?? bugsink.project,
    key: change.key ?? bugsink.key,
    webUrl: "https://bugsink.example",
  });

beforeEach(async () => {
  bugsink = new FakeBugsink();
  await bugsink.start();
  reader = readerWith();
});
afterEach(() => bugsink.stop());

let made = 0;
const newId = () => (++made).toString(16).padStart(32, "0");
const BEGAN = Date.now();
/** Before whatever a test holds, however long it takes. */
const recently = () => BEGAN - 60_000;
const sent = (message: string, traceId = "0".repeat(32)) => ({
  exception: { values: [{ type: "RoundtripError", value: message }] },
  contexts: { trace: { trace_id: traceId } },
});
const listsAsked = () => bugsink.asked.filter((path) => /\/(issues|events)\/\?/.test(path)).length;

test("an event is found by the SDK's id, with a link to it, in our words", async () => {
  const eventId = newId();
  const at = Date.now();
  const { id, issue } = bugsink.hold({
    eventId,
    at,
    data: {
      level: "error",
      release: "shop@1",
      environment: "staging",
      tags: { check: "sentry" },
      extra: { a: 1 },
      contexts: { runtime: { name: "node" }, trace: { trace_id: "d".repeat(32) }, pino: { b: 2 } },
      exception: {
        values: [
          { type: "Cause", value: "first" },
          {
            type: "RoundtripError",
            value: "it happened",
            mechanism: { type: "auto.log.pino", handled: true },
            stacktrace: { frames: [{ filename: "app/a.ts", function: "f", lineno: 3, in_app: true }] },
          },
        ],
      },
    },
  });
  expect((await reader.find(eventId, recently()))?.event).toEqual({
    eventId,
    type: "RoundtripError",
    message: "it happened",
    causes: ["Cause"],
    release: "shop@1",
    environment: "staging",
    level: "error",
    handled: true,
    mechanism: "auto.log.pino",
    runtime: "node",
    traceId: "d".repeat(32),
    tags: { check: "sentry" },
    data: { a: 1, runtime: { name: "node" }, trace: { trace_id: "d".repeat(32) }, pino: { b: 2 } },
    frames: [{ file: "app/a.ts", function: "f", line: 3, inApp: true, source: null }],
    framesAsSent: true,
    receivedAt: at,
    link: `https://bugsink.example/issues/issue/${issue}/event/${id}/`,
  });
});

test("tags may be a list, and a message stand where there is no exception", async () => {
  const eventId = newId();
  bugsink.hold({ eventId, data: { tags: [["check", "x"]], logentry: { formatted: "said" } } });
  const event = (await reader.find(eventId, recently()))?.event;
  expect([event?.tags, event?.message, event?.type]).toEqual([{ check: "x" }, "said", null]);
});

test("an event is found on a later page, of its issue and among many issues", async () => {
  const wanted = newId();
  const issue = randomUUID();
  bugsink.hold({ eventId: wanted, issue, at: Date.now() - 5_000 });
  for (let i = 0; i < 7; i++) bugsink.hold({ eventId: newId(), issue, at: Date.now() - 4_000 });
  for (let i = 0; i < 7; i++) bugsink.hold({ eventId: newId() });
  expect((await reader.find(wanted, recently()))?.event.eventId).toBe(wanted);
});

test("what is older than the firing is not looked at", async () => {
  const old = newId();
  bugsink.hold({ eventId: old, at: Date.now() - HOUR });
  expect(await reader.find(old, recently())).toBeNull();
  expect(listsAsked()).toBe(1);
});

test("an issue is listed again only when it has news", async () => {
  const issue = randomUUID();
  bugsink.hold({ eventId: newId(), issue });
  const since = recently();
  await reader.find(newId(), since);
  bugsink.asked = [];
  await reader.find(newId(), since);
  expect(listsAsked()).toBe(1);
  const eventId = newId();
  bugsink.hold({ eventId, issue });
  expect(await reader.find(eventId, since)).not.toBeNull();
  // Somebody who asks about an earlier time needs an older list.
  bugsink.asked = [];
  await reader.find(newId(), since - HOUR);
  expect(listsAsked()).toBe(2);
});

test("events are counted by what their messages name, and each is read once", async () => {
  const [twice, none] = [newId(), newId()];
  bugsink.hold({ eventId: twice, data: sent(`raised (run ${twice})`) });
  bugsink.hold({ eventId: newId(), data: sent(`a copy (run ${twice})`) });
  const since = recently();
  expect(await reader.count([twice, none], since)).toEqual(
    new Map([
      [twice, { events: 2, own: true }],
      [none, { events: 0, own: false }],
    ]),
  );
  bugsink.asked = [];
  await reader.count([twice], since);
  expect(bugsink.asked.filter((path) => /events\/[^?]/.test(path))).toEqual([]);
});

test("a trace's events are listed", async () => {
  const eventId = newId();
  bugsink.hold({ eventId, data: sent("raised", "a".repeat(32)) });
  bugsink.hold({ eventId: newId(), data: sent("raised", "b".repeat(32)) });
  expect(await reader.onTrace("a".repeat(32), recently())).toEqual([
    { eventId, title: "RoundtripError: raised" },
  ]);
});

test("a project with very much news is not searched, and still gives events by their id", async () => {
  const issue = randomUUID();
  const wanted = newId();
  bugsink.hold({ eventId: wanted, issue });
  for (let i = 0; i < 51; i++) bugsink.hold({ eventId: newId(), issue });
  expect(await reader.count([wanted], recently())).toBeNull();
  expect(await reader.onTrace("a".repeat(32), recently())).toBeNull();
  expect(await reader.find(wanted, recently())).not.toBeNull();
});

test("an issue that is deleted meanwhile has no events", async () => {
  bugsink.hold({ eventId: newId() });
  bugsink.fault = { path: /\/events\/$/, status: 404 };
  expect(await reader.find(newId(), recently())).toBeNull();
});

test("a project that holds as many events as it keeps says so, and another says nothing", async () => {
  expect(await reader.discards()).toBeNull();
  bugsink.retention = 1;
  bugsink.hold({ eventId: "a".repeat(32) });
  expect(await reader.discards()).toEqual([{ outcome: "evicted", reason: "retention", count: 1 }]);
});

describe("nothing is never said without the right to look", () => {
  const find = () => reader.find(newId(), recently());

  test("another Bugsink, which has no such project", async () => {
    reader = readerWith({ project: "5" });
    await expect(find()).rejects.toMatchObject({ why: "other_server" });
  });
  test("another Bugsink, whose project of this number has another key", async () => {
    reader = readerWith({ key: "e".repeat(32) });
    await expect(find()).rejects.toMatchObject({ why: "other_server" });
  });
  test("a token that nobody knows", async () => {
    reader = readerWith({ token: "d".repeat(40) });
    await expect(find()).rejects.toMatchObject({ why: "unauthorized" });
  });
  test.each([/projects/, /issues/, /events\/$/])("a token without a right: %s", async (path) => {
    bugsink.hold({ eventId: newId() });
    bugsink.fault = { path, status: 403 };
    await expect(find()).rejects.toMatchObject({ why: "forbidden" });
  });
  test("an event whose body is forbidden", async () => {
    const eventId = newId();
    const { id } = bugsink.hold({ eventId });
    bugsink.fault = { path: new RegExp(id), status: 403 };
    await expect(reader.find(eventId, recently())).rejects.toMatchObject({ why: "forbidden" });
  });
  test("a body of an unknown shape", async () => {
    const eventId = newId();
    bugsink.hold({ eventId, data: { exception: "a text" } });
    await expect(reader.find(eventId, recently())).rejects.toMatchObject({ why: "truncated" });
  });
});

test("an address without a list of issues is no empty list", async () => {
  bugsink.hold({ eventId: newId(), data: sent("there") });
  await reader.count(["there"], recently());
  bugsink.fault = { path: /\/issues\/$/, status: 404 };
  await expect(reader.find(newId(), recently())).rejects.toMatchObject({ why: "server_error", status: 404 });
  await expect(reader.count(["there"], recently())).rejects.toMatchObject({ why: "server_error" });
});

test("what was known is counted although what is new takes its place", async () => {
  const [issue, first] = [randomUUID(), 460];
  const hold = () => bugsink.hold({ eventId: newId(), issue, data: sent("one of many") });
  for (let batch = 0; batch < 10; batch += 1) {
    for (let event = 0; event < first / 10; event += 1) hold();
    await reader.count(["one of many"], recently());
  }
  for (let event = 0; event < 50; event += 1) hold();
  expect(await reader.count(["one of many"], recently())).toEqual(
    new Map([["one of many", { events: first + 50, own: false }]]),
  );
});

test("an event whose error names no run is counted by the message that was logged with it", async () => {
  const [eventId, other] = [newId(), newId()];
  const failed = { exception: { values: [{ type: "Error", value: "failed to pipe response" }] } };
  bugsink.hold({ eventId, at: Date.now(), data: { ...failed, message: `on purpose (run ${eventId})` } });
  bugsink.hold({ eventId: other, at: Date.now(), data: failed });
  const counts = await reader.count([eventId, other], recently());
  expect(counts?.get(eventId)).toEqual({ events: 1, own: true });
  expect(counts?.get(other)).toEqual({ events: 0, own: false });
});
