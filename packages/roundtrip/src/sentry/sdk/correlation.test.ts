import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { BODY_FAILED } from "#checks/contents.js";
import { messageOf } from "#checks/message.js";
import { correlate } from "./correlation.js";

const newId = () => randomUUID().replaceAll("-", "");
const report = (id: string) => ({
  event_id: newId(),
  exception: { values: [{ type: "RoundtripError", value: messageOf("RoundtripError", "sentry", id) }] },
});

test("the first report of an error has the id that its message names", () => {
  const id = newId();
  const event = report(id);
  expect(correlate(event)).toMatchObject({ run: id, eventId: id, check: "sentry" });
  expect(event).toMatchObject({ event_id: id, tags: { check: "sentry", "check.run": id } });
});

test("a second report keeps an id of its own, so that the backend holds both", () => {
  const id = newId();
  correlate(report(id));
  const again = report(id);
  const own = again.event_id;
  expect(correlate(again)).toMatchObject({ run: id, eventId: id });
  expect(again).toMatchObject({ event_id: own, tags: { "check.run": id } });
});

test("a report of a call that Inngest made twice is the same one", () => {
  const id = newId();
  correlate(report(id), "01J:1");
  const again = report(id);
  correlate(again, "01J:1");
  expect(again.event_id).toBe(id);
  const another = report(id);
  correlate(another, "01J:0");
  expect(another.event_id).not.toBe(id);
});

test("an error of a class of the app's own is the check's by its message", () => {
  const id = newId();
  const event = {
    event_id: newId(),
    exception: { values: [{ type: "PaymentDeclined", value: messageOf("ValidationError", "sentry", id) }] },
  };
  expect(correlate(event)).toMatchObject({ run: id, role: "main", eventId: id });
  expect(event).toMatchObject({ event_id: id, tags: { "check.run": id } });
});

/** As Next.js throws it where the body of an answer fails. */
const bodyFailed = (cause: unknown) => ({
  originalException: new Error(BODY_FAILED.message, { cause }),
  event: {
    event_id: "e".repeat(32),
    exception: { values: [{ ...BODY_FAILED, value: BODY_FAILED.message }] },
  },
});

test("an error of Next.js about a failed body is the check's whose error is its cause", () => {
  const id = newId();
  const { event, originalException } = bodyFailed(new Error(messageOf("RoundtripError", "sentry", id)));
  expect(correlate(event, null, { originalException })).toMatchObject({ run: id, eventId: id });
  expect(event).toMatchObject({ event_id: id, tags: { check: "sentry", "check.run": id } });
  expect(event).toHaveProperty("message", messageOf("RoundtripError", "sentry", id));
});

test.each([
  ["of the app's own", new Error("the bank hung up")],
  ["that is a text", messageOf("RoundtripError", "sentry", newId())],
  ["that is not there", undefined],
])("an error of Next.js about a failed body with a cause %s stays as it is", (_title, cause) => {
  const { event, originalException } = bodyFailed(cause);
  expect([correlate(event, null, { originalException }), event.event_id]).toEqual([null, "e".repeat(32)]);
});

test("any other error stays as it is, though a check's is its cause", () => {
  const cause = new Error(messageOf("RoundtripError", "sentry", newId()));
  const event = { event_id: "e".repeat(32), exception: { values: [{ type: "Error", value: "wrapped" }] } };
  expect(correlate(event, null, { originalException: new Error("wrapped", { cause }) })).toBe(null);
});

test.each([
  ["whose message names no run", { type: "RoundtripError", value: "on purpose" }],
  [
    "that quotes a check's message",
    { type: "RoundtripError", value: `${messageOf("RoundtripError", "sentry", newId())}, it said` },
  ],
])("an event %s stays as it is", (_title, last) => {
  const event = { event_id: "e".repeat(32), exception: { values: [last] } };
  expect(correlate(event)).toBe(null);
  expect(event).toEqual({ event_id: "e".repeat(32), exception: { values: [last] } });
});
