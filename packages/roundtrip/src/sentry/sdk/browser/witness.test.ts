import { randomUUID } from "node:crypto";
import * as Sentry from "@sentry/nextjs";
import { afterEach, beforeEach, expect, test } from "vitest";
import { BROWSER_PROOF, BROWSER_SEEN, PROOF_TAG } from "#checks/browser-mark.js";
import { RoundtripError } from "#checks/errors.js";
import type { BrowserFact } from "#verdict/evidence/submissions.js";
import { makeFindable } from "./findable.js";
import { installBrowserWitness } from "./witness.js";

type Options = NonNullable<Parameters<typeof Sentry.init>[0]>;
type Told = { eventId: string; fact: BrowserFact };

let page: EventTarget;
let told: Told[];
beforeEach(() => {
  page = new EventTarget();
  told = [];
  page.addEventListener(BROWSER_SEEN, (event) => told.push((event as CustomEvent<Told>).detail));
  Object.assign(globalThis, { dispatchEvent: page.dispatchEvent.bind(page) });
});
afterEach(async () => {
  Reflect.deleteProperty(globalThis, "dispatchEvent");
  // With a limit: the SDK waits for a hook that never answers.
  await Sentry.close(100);
});

/** A client whose hooks are those of a browser's; nothing is sent anywhere. */
function start(options: Options): void {
  Sentry.init({
    dsn: "https://0123456789abcdef@sentry.example/7",
    transport: () => ({ send: async () => ({ statusCode: 200 }), flush: async () => true }),
    ...options,
  });
  const client = Sentry.getClient();
  if (!client) return;
  makeFindable(client);
  installBrowserWitness(client);
}
const newId = () => randomUUID().replaceAll("-", "");
const drops = () =>
  told.flatMap(({ eventId, fact }) => (fact.kind === "dropped" ? [[eventId, fact.by, fact.repeat]] : []));
/** Answers a moment later, so that events are processed side by side. */
const slowly = (name: string, keeps: (message: string) => boolean) => ({
  name,
  processEvent: async (event: Sentry.Event) => {
    await new Promise((resolve) => setTimeout(resolve, 5));
    return keeps(event.exception?.values?.at(-1)?.value ?? "") ? event : null;
  },
});

test("of events that are processed side by side, the one that a processor drops is told, and no other", async () => {
  const [kept, dropped] = [newId(), newId()];
  start({ integrations: [slowly("Quiet", (message) => !message.includes(dropped))] });
  for (const id of [kept, dropped]) Sentry.captureException(new RoundtripError("sentry-browser", id));
  await Sentry.flush(60_000);
  expect(drops()).toEqual([[dropped, "Quiet", false]]);
});

test("a drop of the app's own event is nobody's, while a check's is under way", async () => {
  const id = newId();
  start({ integrations: [slowly("Quiet", (message) => message !== "mine")] });
  Sentry.captureException(new RoundtripError("sentry-browser", id));
  Sentry.captureException(new Error("mine"));
  await Sentry.flush(60_000);
  expect(drops()).toEqual([]);
});

test("a beforeSend that lets a check's event go is told, after the app's own were dropped by a processor", async () => {
  const id = newId();
  start({
    integrations: [{ name: "Quiet", processEvent: (event) => (event.message === "own" ? null : event) }],
    beforeSend: () => null,
  });
  Sentry.captureMessage("own");
  Sentry.captureException(new RoundtripError("sentry-browser", id));
  await Sentry.flush(60_000);
  expect(drops()).toEqual([[id, null, false]]);
});

test("the drop of a second report says that it is one", async () => {
  const id = newId();
  start({});
  let reports = 0;
  Sentry.getClient()?.addEventProcessor(
    Object.assign((event: Sentry.Event) => (reports++ === 0 ? event : null), { id: "Mine" }),
  );
  const report = () => Sentry.captureException(new RoundtripError("sentry-browser", id));
  report();
  // Side by side, either could be the first to reach the processor.
  await expect.poll(() => reports).toBe(1);
  report();
  await Sentry.flush(60_000);
  expect(drops()).toEqual([[id, "Mine", true]]);
});

test("an event that beforeSend never lets go of is told as held", async () => {
  const id = newId();
  start({ beforeSend: () => new Promise<never>(() => undefined) });
  Sentry.captureException(new RoundtripError("sentry-browser", id));
  const holders = () =>
    told.flatMap(({ eventId, fact }) => (fact.kind === "held" ? [[eventId, fact.by]] : []));
  await expect.poll(holders).toEqual([[id, "beforeSend"]]);
});

test("a check's event carries the page's proof, and the app's own events do not", async () => {
  Reflect.set(globalThis, BROWSER_PROOF, "proof-of-this-page");
  // By message: processed side by side, either may be the first to be ready.
  const proofs = new Map<string | undefined, unknown>();
  start({
    beforeSend: (event) => {
      proofs.set(event.exception?.values?.at(-1)?.value, event.tags?.[PROOF_TAG]);
      return event;
    },
  });
  const check = new RoundtripError("sentry-browser", newId());
  Sentry.captureException(check);
  Sentry.captureException(new Error("mine"));
  await Sentry.flush(60_000);
  Reflect.deleteProperty(globalThis, BROWSER_PROOF);
  expect(proofs).toEqual(
    new Map([
      [check.message, "proof-of-this-page"],
      ["mine", undefined],
    ]),
  );
});
