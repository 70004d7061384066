import { randomUUID } from "node:crypto";
import * as Sentry from "@sentry/nextjs";
import { afterEach, expect, test, vi } from "vitest";
import { RoundtripError } from "#checks/errors.js";
import { ANSWER_MS } from "#sentry/sdk/delivery/answer-timeout.js";
import { wiringOf } from "#sentry/sdk/state/wiring.js";
import { recordWitnessed } from "#sentry/sdk/state/witnessed.js";
import { type Answer, breaksOff, says, silent, startIngest, taken } from "#sentry/sdk/testing/ingest.js";
import { forgetAll } from "#state/testing/forget-all.js";
import type { Evidence } from "#verdict/evidence/kinds.js";
import { roundtripIntegration } from "./integration.js";

type Options = NonNullable<Parameters<typeof Sentry.init>[0]>;

let evidence: Evidence[] = [];
let stop: () => Promise<void> = async () => undefined;
afterEach(async () => {
  vi.useRealTimers();
  // With a limit: the SDK waits for a hook that never answers.
  await Sentry.close(100);
  Sentry.getCurrentScope().setClient(undefined);
  await stop();
  forgetAll();
});

const newId = () => randomUUID().replaceAll("-", "");

/** An app whose own Sentry.init has the integration. */
async function host(answer: Answer, options: (at: { dsn: string; origin: string }) => Options = () => ({})) {
  const ingest = await startIngest(answer);
  stop = ingest.stop;
  evidence = [];
  recordWitnessed((one) => evidence.push(one));
  const { integrations = [roundtripIntegration()], ...own } = options(ingest);
  Sentry.init({ dsn: ingest.dsn, integrations, ...own });
  return ingest;
}

async function raise(): Promise<string> {
  const id = newId();
  Sentry.captureException(new RoundtripError("sentry", id));
  await Sentry.flush(2_000);
  return id;
}

/** What was seen of an event, in a word each. */
const seen = (id: string) =>
  evidence
    .filter((one) => one.run === id)
    .map((one) => {
      if (one.kind === "rejected") return `rejected ${one.status} ${one.detail}`.trim();
      if (one.kind === "not_sent") return `not_sent ${one.code}`;
      if (one.kind === "dropped") return `dropped ${one.reason}${one.by ? ` by ${one.by}` : ""}`;
      return one.kind;
    });

const byFetch = (given: Parameters<typeof Sentry.makeNodeTransport>[0]) =>
  Sentry.createTransport(given, async ({ body }) => {
    const answer = await fetch(given.url, { method: "POST", body: body as string });
    await answer.text();
    return { statusCode: answer.status, headers: { "x-sentry-rate-limits": null, "retry-after": null } };
  });

test.each<[string, Answer, Parameters<typeof host>[1], string[]]>([
  ["200 with the event's id", taken, undefined, ["captured", "accepted"]],
  [
    "200 that is not Sentry's",
    says(200, "<html>ok</html>"),
    undefined,
    ["captured", "rejected 200 <html>ok</html>"],
  ],
  [
    "400 with a reason",
    says(400, '{"detail":"bad key"}'),
    undefined,
    ["captured", 'rejected 400 {"detail":"bad key"}'],
  ],
  ["an answer that breaks off", breaksOff, undefined, ["captured", "not_sent ECONNRESET"]],
  [
    "a port where nobody listens",
    taken,
    () => ({ dsn: "http://key@127.0.0.1:1/42" }),
    ["captured", "not_sent ECONNREFUSED"],
  ],
  [
    "a tunnel of the app",
    taken,
    ({ origin }) => ({ dsn: "https://key@o1.ingest.sentry.io/42", tunnel: `http://${origin}/monitoring` }),
    ["captured", "accepted"],
  ],
  [
    "a tunnel that is a path alone, to which the SDK sends nothing",
    taken,
    () => ({ tunnel: "/monitoring" }),
    ["captured", "not_sent ERR_INVALID_URL"],
  ],
  ["a transport of the app's own, and 200", taken, () => ({ transport: byFetch }), ["captured"]],
  [
    "a transport of the app's own, and 403",
    says(403, "no"),
    () => ({ transport: byFetch }),
    ["captured", "rejected 403"],
  ],
  [
    "beforeSend that answers null",
    taken,
    () => ({ beforeSend: () => null }),
    ["captured", "dropped before_send"],
  ],
  [
    "a rule of ignoreErrors",
    taken,
    () => ({ ignoreErrors: [/Roundtrip check/] }),
    ["captured", "dropped event_processor by ignoreErrors /Roundtrip check/"],
  ],
  ["a sample rate of 0", taken, () => ({ sampleRate: 0 }), ["captured", "dropped sample_rate"]],
  [
    "integrations as a function",
    taken,
    () => ({ integrations: (own) => [...own, roundtripIntegration()] }),
    ["captured", "accepted"],
  ],
])("an event meets %s", async (_title, answer, options, expected) => {
  await host(answer, options);
  const id = await raise();
  await expect.poll(() => seen(id)).toEqual(expected);
});

test("the event that arrives has the run's id, and its acceptance names host and project", async () => {
  const { envelopes, origin } = await host(taken);
  const id = await raise();
  await expect.poll(() => seen(id)).toContain("accepted");
  expect(envelopes.filter((one) => one.includes(`"event_id":"${id}"`))).toHaveLength(1);
  expect(evidence).toContainEqual(expect.objectContaining({ kind: "accepted", project: "42", host: origin }));
});

test("an envelope that is compressed is followed like any other", async () => {
  const { envelopes } = await host(taken, () => ({
    initialScope: { extra: { long: Array.from({ length: 4_000 }, () => newId()).join(" ") } },
    maxValueLength: 200_000,
  }));
  const id = await raise();
  await expect.poll(() => seen(id)).toEqual(["captured", "accepted"]);
  expect(envelopes.some((one) => one.length > 64_000)).toBe(true);
});

test("a 429 is seen, and so is the pause that the SDK makes after it", async () => {
  await host(says(429, "", { "retry-after": "60", "x-sentry-rate-limits": "60:error:organization" }));
  const first = await raise();
  await expect.poll(() => seen(first)).toEqual(["captured", "rejected 429"]);
  const second = await raise();
  expect(seen(second)).toEqual(["captured", "dropped ratelimit_backoff"]);
});

test("a full queue is seen", async () => {
  const { envelopes } = await host(silent, () => ({ transportOptions: { bufferSize: 1 } }));
  Sentry.captureException(new RoundtripError("sentry", newId()));
  await expect.poll(() => envelopes).toHaveLength(1);
  const id = newId();
  Sentry.captureException(new RoundtripError("sentry", id));
  await expect.poll(() => seen(id)).toEqual(["captured", "dropped queue_overflow"]);
});

test("a host that does not answer is noted once, and nothing is ended", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  const open: (() => void)[] = [];
  await host((response, id) => open.push(() => taken(response, id)));
  const id = newId();
  Sentry.captureException(new RoundtripError("sentry", id));
  await vi.waitUntil(() => open.length > 0, 60_000);
  await vi.advanceTimersByTimeAsync(ANSWER_MS);
  expect(seen(id)).toEqual(["captured", "not_sent TIMEOUT"]);
  vi.useRealTimers();
  for (const answer of open) answer();
  await expect.poll(() => seen(id)).toEqual(["captured", "not_sent TIMEOUT", "accepted"]);
});

test("in Node the first Sentry.init makes the client: a later one's integration is of no use", async () => {
  const { dsn } = await host(taken, () => ({ integrations: [] }));
  Sentry.init({ dsn, integrations: [roundtripIntegration()] });
  const id = await raise();
  expect(seen(id)).toEqual([]);
  expect(wiringOf(Sentry.getClient())).toBe("other_init");
});

test("an init without the integration is told from all others", async () => {
  await host(taken, () => ({ integrations: [] }));
  expect(wiringOf(Sentry.getClient())).toBe("missing");
  expect(wiringOf(undefined)).toBe("installed");
});

test("added late it works from then on, and is known as late", async () => {
  await host(taken, () => ({ integrations: [] }));
  const before = await raise();
  Sentry.addIntegration(roundtripIntegration());
  const after = await raise();
  await expect.poll(() => seen(after)).toEqual(["captured", "accepted"]);
  expect(seen(before)).toEqual([]);
  expect(wiringOf(Sentry.getClient())).toBe("late");
});

test("given twice each fact is noted once", async () => {
  await host(taken, () => ({ integrations: [roundtripIntegration(), roundtripIntegration()] }));
  const id = await raise();
  await expect.poll(() => seen(id)).toEqual(["captured", "accepted"]);
  expect(wiringOf(Sentry.getClient())).toBe("twice");
});

test("a client that is switched off has it all the same", async () => {
  await host(taken, () => ({ enabled: false }));
  expect(wiringOf(Sentry.getClient())).toBe("installed");
});

test("an error of the app's own leaves as if the integration were not there", async () => {
  const error = new Error("mine");
  const send = async (integrations: ReturnType<typeof roundtripIntegration>[]) => {
    const { envelopes } = await host(taken, () => ({ integrations }));
    Sentry.captureException(Object.assign(new Error(error.message), { stack: error.stack ?? "" }));
    const own = () => envelopes.find((one) => one.includes('"type":"event"'));
    await expect.poll(own).toBeDefined();
    const event = JSON.parse(own()?.split("\n")[2] ?? "") as Record<string, unknown>;
    await Sentry.close(100);
    Sentry.getCurrentScope().setClient(undefined);
    await stop();
    // What differs from one event to the next, and the list of integrations.
    return { ...event, event_id: "", timestamp: 0, contexts: {}, sdk: {}, breadcrumbs: [] };
  };
  expect(await send([roundtripIntegration()])).toEqual(await send([]));
  expect(evidence).toEqual([]);
});
