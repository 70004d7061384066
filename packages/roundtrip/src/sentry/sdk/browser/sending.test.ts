import { randomUUID } from "node:crypto";
import * as Sentry from "@sentry/nextjs";
import { afterEach, beforeEach, expect, test } from "vitest";
import { BROWSER_SEEN, BROWSER_WITNESS } from "#checks/browser-mark.js";
import { RoundtripError } from "#checks/errors.js";
import { type Answer, says, startIngest, taken } from "#sentry/sdk/testing/ingest.js";
import type { BrowserFact } from "#verdict/evidence/submissions.js";
import { roundtripIntegration } from "./integration.js";

type Options = NonNullable<Parameters<typeof Sentry.init>[0]>;
type Transport = typeof Sentry.makeFetchTransport;
type Told = { eventId: string; fact: BrowserFact };

let told: Told[];
let stop: () => Promise<void> = async () => undefined;
beforeEach(() => {
  told = [];
  const page = new EventTarget();
  page.addEventListener(BROWSER_SEEN, (event) => told.push((event as CustomEvent<Told>).detail));
  Object.assign(globalThis, { dispatchEvent: page.dispatchEvent.bind(page) });
});
afterEach(async () => {
  Reflect.deleteProperty(globalThis, "dispatchEvent");
  await Sentry.close(100);
  Sentry.getCurrentScope().setClient(undefined);
  await stop();
});

/** As the browser's SDK sends: by the page's own fetch, which it binds when it makes its transport. */
const bindsFetch: Transport = (options) => {
  const native = globalThis.fetch.bind(globalThis);
  return Sentry.createTransport(options, async ({ body }) => {
    const { status, headers } = await native(options.url, { method: "POST", body: body as string });
    return {
      statusCode: status,
      headers: {
        "x-sentry-rate-limits": headers.get("X-Sentry-Rate-Limits"),
        "retry-after": headers.get("Retry-After"),
      },
    };
  });
};
/** A fetch that somebody bound before. */
const bound = globalThis.fetch.bind(globalThis);
const bindsNothing: Transport = (options) =>
  Sentry.createTransport(options, async ({ body }) => {
    const { status } = await bound(options.url, { method: "POST", body: body as string });
    return { statusCode: status };
  });

type More = Options | ((origin: string) => Options);

async function raiseIn(answer: Answer, transport: Transport, more: More = {}, raises = true) {
  const ingest = await startIngest(answer);
  stop = ingest.stop;
  const integrations = [roundtripIntegration()];
  const options = typeof more === "function" ? more(ingest.origin) : more;
  Sentry.init({ dsn: ingest.dsn, integrations, transport, ...options });
  // As a page does before it raises.
  if (raises) await Reflect.get(globalThis, BROWSER_WITNESS)();
  const id = randomUUID().replaceAll("-", "");
  Sentry.captureException(new RoundtripError("sentry-browser", id));
  await Sentry.flush(2_000);
  return id;
}
const fates = (id: string) =>
  told.flatMap(({ eventId, fact }) => {
    if (eventId !== id || fact.kind === "captured") return [];
    if (fact.kind === "rejected") return [`rejected ${fact.status} ${fact.detail}`.trim()];
    return [fact.kind === "dropped" ? `dropped ${fact.reason}` : fact.kind];
  });

test.each<[string, Answer, Transport, string[]]>([
  ["200 with the event's id", taken, bindsFetch, ["accepted"]],
  ["200 that is not Sentry's", says(200, "blocked"), bindsFetch, ["rejected 200 blocked"]],
  [
    "a refusal with its reason",
    says(403, '{"detail":"Cors"}'),
    bindsFetch,
    ['rejected 403 {"detail":"Cors"}'],
  ],
  ["200 through a fetch of somebody else's", taken, bindsNothing, []],
  ["a refusal through a fetch of somebody else's", says(403), bindsNothing, ["rejected 403"]],
])("a check's event meets %s", async (_title, answer, transport, expected) => {
  const id = await raiseIn(answer, transport);
  await expect.poll(() => fates(id)).toEqual(expected);
});

const through =
  (path: string): More =>
  (origin) => ({ dsn: "https://key@o1.ingest.sentry.io/42", tunnel: `http://${origin}${path}` });

test.each<[string, string, Answer, Transport, Partial<BrowserFact>]>([
  ["404 and a page", "/x", says(404, "<html>"), bindsFetch, { kind: "rejected", foreign: true }],
  ["401 without a word", "/x", says(401), bindsFetch, { kind: "rejected", foreign: true }],
  ["200 and a page", "/x", says(200, "<html>"), bindsFetch, { kind: "rejected", status: 200 }],
  [
    "404 at a path as Sentry's",
    "/api/42/envelope/",
    says(404),
    bindsFetch,
    { kind: "rejected", foreign: true },
  ],
  ["404 to a fetch of somebody else's", "/x", says(404), bindsNothing, { kind: "rejected", foreign: true }],
])(
  "a tunnel that only the browser's Sentry.init names answers %s",
  async (_, path, answer, transport, fact) => {
    const id = await raiseIn(answer, transport, through(path));
    const seen = () => told.find((one) => one.eventId === id && one.fact.kind === "rejected")?.fact;
    await expect.poll(seen).toMatchObject({ ...fact, tunnel: true });
  },
);

test("what a tunnel takes at a path as Sentry's names no project and no host: only Sentry knows", async () => {
  const id = await raiseIn(taken, bindsFetch, through("/api/42/envelope/"));
  const seen = () => told.find((one) => one.eventId === id && one.fact.kind === "accepted")?.fact;
  await expect.poll(seen).toMatchObject({ project: null, host: null });
});

test("a connection that is refused is told, and goes on to the SDK", async () => {
  const id = await raiseIn(taken, bindsFetch, { dsn: "http://key@127.0.0.1:1/42" });
  await expect.poll(() => fates(id)).toEqual(["not_sent"]);
});

test("the page's own fetch is left as it was, whether an init sets the integration up or not", async () => {
  roundtripIntegration();
  expect(Object.hasOwn(globalThis.fetch, "bind")).toBe(true);
  await Promise.resolve();
  expect(Object.hasOwn(globalThis.fetch, "bind")).toBe(false);
  const id = await raiseIn(taken, bindsFetch);
  expect(Object.hasOwn(globalThis.fetch, "bind")).toBe(false);
  await expect.poll(() => fates(id)).toEqual(["accepted"]);
});

test("of an event of the app's own nothing is told", async () => {
  const id = await raiseIn(taken, bindsFetch);
  await expect.poll(() => fates(id)).toEqual(["accepted"]);
  const before = told.length;
  Sentry.captureException(new Error("mine"));
  await Sentry.flush(2_000);
  expect(told).toHaveLength(before);
});

test("where what tells was not loaded nothing is told, and the event is found all the same", async () => {
  const sent: Sentry.ErrorEvent[] = [];
  const beforeSend = (event: Sentry.ErrorEvent) => {
    sent.push(event);
    return event;
  };
  const id = await raiseIn(taken, bindsFetch, { beforeSend }, false);
  expect(told).toEqual([]);
  expect(sent.map(({ event_id, tags }) => [event_id, tags?.["check.run"]])).toEqual([[id, id]]);
});

test("a client that a later init has put in another's place tells, and tells once, however often the page asks", async () => {
  const id = await raiseIn(taken, bindsFetch);
  await expect.poll(() => fates(id)).toEqual(["accepted"]);
  await stop();
  // In a browser a later init does so by itself.
  Sentry.getCurrentScope().setClient(undefined);
  const other = await raiseIn(taken, bindsFetch);
  await Reflect.get(globalThis, BROWSER_WITNESS)();
  await expect.poll(() => fates(other)).toEqual(["accepted"]);
  expect(told.filter(({ fact }) => fact.kind === "captured")).toHaveLength(2);
});
