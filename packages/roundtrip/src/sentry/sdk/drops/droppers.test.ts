import { AsyncLocalStorage } from "node:async_hooks";
import { randomUUID } from "node:crypto";
import * as Sentry from "@sentry/nextjs";
import { afterEach, expect, test, vi } from "vitest";
import { RoundtripError, ValidationError } from "#checks/errors.js";
import { createWitness } from "#sentry/sdk/witness.js";
import { ofKind } from "#verdict/evidence/kinds.js";

type Options = NonNullable<Parameters<typeof Sentry.init>[0]>;
type Evidence = Parameters<Parameters<typeof createWitness>[0]>[0];

/** An id is taken once: each test has one of its own. */
const newId = () => randomUUID().replaceAll("-", "");
// With a limit: the SDK waits for a hook that never answers.
afterEach(() => Sentry.close(100));

/** As an app ignores errors by their exact type. */
const ignores = {
  name: "IgnoreTypes",
  processEvent: (event: Sentry.Event) =>
    event.exception?.values?.at(-1)?.type === "ValidationError" ? null : event,
};

/** What the witness sees of an error in an SDK that is started so; nothing is sent anywhere. */
async function drops(options: Options, error: Error, prepare: () => void = () => undefined) {
  const evidence: Evidence[] = [];
  const witness = createWitness((one) => evidence.push(one));
  const { integrations = [], ...rest } = options;
  Sentry.init({
    dsn: "https://0123456789abcdef@sentry.example/7",
    transport: () => ({ send: async () => ({ statusCode: 200 }), flush: async () => true }),
    integrations: [ignores, ...(Array.isArray(integrations) ? integrations : [])],
    ...rest,
  });
  const client = Sentry.getClient();
  if (client) witness.install(client);
  await Sentry.withIsolationScope(async () => {
    prepare();
    Sentry.captureException(error);
    await Sentry.flush(2_000);
  });
  await expect.poll(() => evidence.map((one) => one.kind)).toContain("captured");
  return ofKind(evidence, "dropped").map(({ reason, by }) => [reason, by]);
}
const own = (id = newId()) => new RoundtripError("sentry", id);
const fails = () => {
  throw new Error("a mistake");
};

test.each<[string, Options, Error, [string, string | null][]]>([
  ["nothing that drops", {}, own(), []],
  [
    "a processor that ignores a type",
    {},
    new ValidationError("sentry-inngest-ignored", newId()),
    [["event_processor", "IgnoreTypes"]],
  ],
  [
    "a pattern of ignoreErrors, which is named",
    { ignoreErrors: ["no such text", /^RoundtripError: /g] },
    own(),
    [["event_processor", "ignoreErrors /^RoundtripError: /g"]],
  ],
  [
    "a text of ignoreErrors, which is named",
    { ignoreErrors: [/^Roundtrip$/, "on purpose"] },
    own(),
    [["event_processor", 'ignoreErrors "on purpose"']],
  ],
  ["denyUrls", { denyUrls: [/./] }, own(), [["event_processor", "denyUrls or allowUrls"]]],
  [
    "an integration, by its name",
    { integrations: [{ name: "QuietNights", processEvent: () => null }] },
    own(),
    [["event_processor", "QuietNights"]],
  ],
  [
    "an integration that answers later",
    { integrations: [{ name: "Slow", processEvent: async () => null }] },
    own(),
    [["event_processor", "Slow"]],
  ],
  [
    "an integration that throws",
    { integrations: [{ name: "Clumsy", processEvent: fails }] },
    own(),
    [["callback_error", "Clumsy"]],
  ],
  ["beforeSend", { beforeSend: () => null }, own(), [["before_send", null]]],
  ["beforeSend that throws", { beforeSend: fails }, own(), [["callback_error", null]]],
  ["the sample rate", { sampleRate: 0 }, own(), [["sample_rate", null]]],
])("an event meets %s", async (_title, options, error, expected) => {
  expect(await drops(options, error)).toEqual(expected);
});

test("a processor of a scope has no name that could be told", async () => {
  const add = () => Sentry.getIsolationScope().addEventProcessor(() => null);
  expect(await drops({}, own(), add)).toEqual([["event_processor", null]]);
});

test("what a processor keeps or changes goes on unchanged", async () => {
  const sent: unknown[] = [];
  const integrations = [
    {
      name: "Writes",
      processEvent: async (event: Sentry.Event) => ({ ...event, tags: { ...event.tags, written: "yes" } }),
    },
  ];
  const beforeSend: Options["beforeSend"] = (event) => {
    sent.push(event.tags?.written, event.event_id);
    return event;
  };
  const id = newId();
  expect(await drops({ integrations, beforeSend }, own(id))).toEqual([]);
  expect(sent).toEqual(["yes", id]);
});

/** What the witness says of an event that a hook has not let go of. */
async function held(options: Options): Promise<unknown[]> {
  const evidence: Evidence[] = [];
  const witness = createWitness((one) => evidence.push(one));
  Sentry.init({
    dsn: "https://0123456789abcdef@sentry.example/7",
    transport: () => ({ send: async () => ({ statusCode: 200 }), flush: async () => true }),
    ...options,
  });
  const client = Sentry.getClient();
  if (client) witness.install(client);
  Sentry.captureException(own());
  await expect.poll(() => ofKind(evidence, "held")).toHaveLength(1);
  return ofKind(evidence, "held").map(({ by }) => by);
}
const never = () => new Promise<never>(() => undefined);

test.each<[string, Options, string]>([
  ["beforeSend", { beforeSend: never }, "beforeSend"],
  [
    "an integration",
    { integrations: [{ name: "Stuck", processEvent: never }], beforeSend: (one) => one },
    "Stuck",
  ],
])("an event that %s never lets go of is noted as held, by name", async (_, options, by) => {
  expect(await held(options)).toEqual([by]);
});

/** What the SDK finds in its list of processors while it prepares an event. */
function prepared(client: ReturnType<typeof Sentry.getClient>, error: Error): unknown[] {
  const met: unknown[] = [];
  const once = client?.getEventProcessors.bind(client);
  if (client && once)
    client.getEventProcessors = () => {
      const found = once();
      met.push(...found);
      return found;
    };
  Sentry.captureException(error);
  if (client && once) client.getEventProcessors = once;
  return met;
}

test("an error of the app's own meets its processors as they are, and no async context is set for it", async () => {
  const enter = vi.spyOn(AsyncLocalStorage.prototype, "enterWith");
  const keeps = Object.assign((event: Sentry.Event) => event, { id: "Keeps" });
  Sentry.init({
    dsn: "https://0123456789abcdef@sentry.example/7",
    transport: () => ({ send: async () => ({ statusCode: 200 }), flush: async () => true }),
  });
  const client = Sentry.getClient();
  client?.addEventProcessor(keeps);
  if (client) createWitness(() => undefined).install(client);
  expect(prepared(client, new Error("the app's own"))).toContain(keeps);
  expect(enter).not.toHaveBeenCalled();
  expect(prepared(client, own())).not.toContain(keeps);
  expect(enter).toHaveBeenCalledTimes(1);
  // In the same context the next one is the app's own again, and is not taken for the check's.
  expect(prepared(client, new Error("the app's own, again"))).toContain(keeps);
  expect(enter).toHaveBeenCalledTimes(2);
  enter.mockRestore();
});
