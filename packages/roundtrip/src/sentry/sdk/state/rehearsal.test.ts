import * as Sentry from "@sentry/nextjs";
import { afterEach, expect, test, vi } from "vitest";
import { RoundtripError } from "#checks/errors.js";
import { defineCheck } from "#checks/own/define.js";
import { noteOwn } from "#checks/own/listed.js";
import { createWitness } from "#sentry/sdk/witness.js";
import { ofKind } from "#verdict/evidence/kinds.js";
import { checkNamed, runOf } from "#verdict/testing/runs.js";
import type { Rehearsed } from "./facts.js";
import { rehearse } from "./rehearsal.js";

type Options = NonNullable<Parameters<typeof Sentry.init>[0]>;
type Evidence = Parameters<Parameters<typeof createWitness>[0]>[0];

/** As an app ignores errors by their exact type. */
const ignores = {
  name: "IgnoreTypes",
  processEvent: (event: Sentry.Event) =>
    event.exception?.values?.at(-1)?.type === "ValidationError" ? null : event,
};

const send = vi.fn(async () => ({ statusCode: 200 }));
afterEach(async () => {
  await Sentry.close();
  send.mockClear();
});

function started(options: Options = {}) {
  const evidence: Evidence[] = [];
  const { integrations = [], ...rest } = options;
  Sentry.init({
    dsn: "https://0123456789abcdef@sentry.example/7",
    transport: () => ({ send, flush: async () => true }),
    integrations: [ignores, ...(Array.isArray(integrations) ? integrations : [])],
    ...rest,
  });
  const client = Sentry.getClient();
  if (!client) throw new Error("no client");
  createWitness((one) => evidence.push(one)).install(client);
  return { client, evidence };
}

/** Of each type: what became of it, and by whom. */
const told = (rehearsed: readonly Rehearsed[]) =>
  Object.fromEntries(rehearsed.map(({ type, fate, by }) => [type, by ? `${fate}: ${by}` : fate]));
const well = {
  RoundtripError: "kept",
  RoundtripControl: "kept",
  RoundtripNearMiss: "kept",
  ValidationError: "processor: IgnoreTypes",
};
/** Of the app's own class. */
const ignored = (mark: string) => Object.assign(new Error(mark), { name: "ValidationError" });
const fails = () => {
  throw new Error("a mistake");
};

test("the types of the app's own checks are rehearsed as well", async () => {
  const { client } = started({ ignoreErrors: [/^PaymentDeclined/] });
  const raises = "A payment that is declined.";
  const place = { title: "Order", runsIn: "route handler", raises } as const;
  noteOwn([
    defineCheck({ ...place, name: "sentry-order", holds: { type: "PaymentDeclined" } }),
    defineCheck({ ...place, name: "sentry-refund" }),
  ]);
  try {
    const PaymentDeclined = "ignored: ignoreErrors /^PaymentDeclined/";
    expect(told(await rehearse(client, ignored))).toEqual({ ...well, PaymentDeclined });
  } finally {
    noteOwn([]);
  }
});

test.each<[string, Options, Record<string, string>]>([
  ["nothing that drops", {}, {}],
  [
    "a rule that matches one type",
    { ignoreErrors: [/^RoundtripError/] },
    { RoundtripError: "ignored: ignoreErrors /^RoundtripError/" },
  ],
  [
    "a rule that matches text",
    { ignoreErrors: ["ValidationError"] },
    {
      RoundtripNearMiss: 'ignored: ignoreErrors "ValidationError"',
      ValidationError: expect.stringMatching(/^ignored: /),
    },
  ],
  [
    "an integration that answers later",
    { integrations: [{ name: "Slow", processEvent: async (event) => (event.tags?.check ? null : event) }] },
    {
      RoundtripError: "processor: Slow",
      RoundtripControl: "processor: Slow",
      RoundtripNearMiss: "processor: Slow",
    },
  ],
  [
    "beforeSend",
    { beforeSend: () => null },
    {
      RoundtripError: "before_send: beforeSend",
      RoundtripControl: "before_send: beforeSend",
      RoundtripNearMiss: "before_send: beforeSend",
    },
  ],
])("a rehearsal meets %s, and nothing is sent or recorded", async (_title, options, expected) => {
  const { client, evidence } = started(options);
  const dropped = vi.spyOn(client, "recordDroppedEvent");
  expect(told(await rehearse(client, ignored))).toEqual({ ...well, ...expected });
  expect(dropped).not.toHaveBeenCalled();
  await Sentry.flush(2_000);
  expect(send).not.toHaveBeenCalled();
  expect(evidence).toEqual([]);
});

test("a throw is a drop, of a processor and of beforeSend", async () => {
  const one = await rehearse(started({ integrations: [{ name: "Clumsy", processEvent: fails }] }).client);
  expect(one[0]).toMatchObject({ fate: "processor", by: "Clumsy", threw: true });
  await Sentry.close();
  const other = await rehearse(started({ beforeSend: fails }).client);
  expect(other[0]).toMatchObject({ fate: "before_send", threw: true, drops: 3, tries: 3 });
});

test.each([
  ["current", () => Sentry.getCurrentScope()],
  ["isolation", () => Sentry.getIsolationScope()],
  ["global", () => Sentry.getGlobalScope()],
])("a processor of the %s scope is met, and named", async (_name, scope) => {
  const { client } = started();
  let isOn = true;
  const quiet: Parameters<typeof Sentry.addEventProcessor>[0] = (event) => (isOn ? null : event);
  const rehearsed = await Sentry.withIsolationScope(() => {
    scope().addEventProcessor(Object.assign(quiet, { id: "QuietNights" }));
    return rehearse(client, ignored);
  });
  // The global scope keeps it.
  isOn = false;
  expect(told(rehearsed)).toMatchObject({ RoundtripError: "processor: QuietNights" });
});

test("a beforeSend that throws dice is told by how often it drops", async () => {
  const met = new Set<string | undefined>();
  const { client } = started({
    beforeSend: (event) => {
      const type = event.exception?.values?.[0]?.type;
      if (met.has(type)) return event;
      met.add(type);
      return null;
    },
  });
  const [first] = await rehearse(client, ignored);
  expect(first).toMatchObject({ type: "RoundtripError", fate: "before_send", drops: 1, tries: 3 });
});

test("beforeSend gets the tag, the release and the error that it may go by", async () => {
  const seen: [check: unknown, release: unknown, isOurs: boolean][] = [];
  const { client } = started({
    release: "shop@1",
    beforeSend: (event, hint) => {
      seen.push([event.tags?.check, event.release, hint.originalException instanceof RoundtripError]);
      return event;
    },
  });
  await rehearse(client, ignored);
  // The errors of all types go side by side, in whatever order; each that is kept is asked about three times.
  expect(seen).toHaveLength(9);
  expect(seen.filter(([, , isOurs]) => isOurs)).toEqual(Array(3).fill(["sentry", "shop@1", true]));
});

test("a beforeSend that never answers is named", async () => {
  const { client } = started({ beforeSend: () => new Promise<never>(() => undefined) });
  expect(told(await rehearse(client, ignored))).toEqual({
    ...well,
    RoundtripError: "late: beforeSend",
    RoundtripControl: "late: beforeSend",
    RoundtripNearMiss: "late: beforeSend",
  });
});

test("a hook that is late once is asked again, and not told", async () => {
  let calls = 0;
  const { client } = started({
    beforeSend: (event) => (calls++ < 3 ? new Promise<never>(() => undefined) : event),
  });
  expect(told(await rehearse(client, ignored))).toEqual(well);
});

test("a processor that never answers ends in time, and is named", async () => {
  const { client } = started({
    integrations: [{ name: "Stuck", processEvent: () => new Promise<never>(() => undefined) }],
  });
  expect(told(await rehearse(client, ignored))).toEqual({
    ...well,
    RoundtripError: "late: Stuck",
    RoundtripControl: "late: Stuck",
    RoundtripNearMiss: "late: Stuck",
  });
});

test("who dropped in a rehearsal is not taken for who drops the next event", async () => {
  const run = runOf(checkNamed("sentry")).id;
  const { client, evidence } = started({ ignoreErrors: ["Control"], sampleRate: 0 });
  await Sentry.withIsolationScope(async () => {
    await rehearse(client, ignored);
    Sentry.captureException(new RoundtripError("sentry", run));
    await rehearse(client, ignored);
    await Sentry.flush(2_000);
  });
  await expect.poll(() => ofKind(evidence, "dropped")).toHaveLength(1);
  expect(ofKind(evidence, "dropped")[0]).toMatchObject({ reason: "sample_rate", by: null });
});

test("an app that ignores no error on purpose is asked about none", async () => {
  const { client } = started();
  expect((await rehearse(client)).map(({ type, toIgnore }) => [type, toIgnore])).toEqual([
    ["RoundtripError", false],
    ["RoundtripControl", false],
    ["RoundtripNearMiss", false],
  ]);
  expect(await rehearse(client, fails)).toHaveLength(3);
});

test.each([
  ["OrderExpired", "processor: IgnoreOrders"],
  ["OrderRefused", "kept"],
])("what the app means to ignore is of its own class: %s is %s", async (name, expected) => {
  const ignoresOrders = {
    name: "IgnoreOrders",
    processEvent: (event: Sentry.Event) =>
      event.exception?.values?.at(-1)?.type === "OrderExpired" ? null : event,
  };
  const { client } = started({ integrations: [ignoresOrders] });
  const rehearsed = await rehearse(client, (mark) => Object.assign(new Error(mark), { name }));
  expect(told(rehearsed)[name]).toBe(expected);
  expect(rehearsed.filter(({ toIgnore }) => toIgnore).map(({ type }) => type)).toEqual([name]);
});
