import { randomUUID } from "node:crypto";
import * as Sentry from "@sentry/nextjs";
import { afterEach, beforeEach, expect, test } from "vitest";
import { RoundtripError } from "#checks/errors.js";
import { takeWitnessed } from "#sentry/sdk/state/witnessed.js";
import { type Answer, says, startIngest, taken } from "#sentry/sdk/testing/ingest.js";
import { forgetAll } from "#state/testing/forget-all.js";
import type { Evidence } from "#verdict/evidence/kinds.js";
import { roundtripIntegration } from "./integration.js";

type Options = NonNullable<Parameters<typeof Sentry.init>[0]>;

const native = globalThis.fetch;
const servers: { stop: () => Promise<void> }[] = [];
const forget = () => {
  globalThis.fetch = native;
  forgetAll();
};
beforeEach(forget);
afterEach(async () => {
  await close();
  forget();
  for (const server of servers.splice(0)) await server.stop();
});

async function close(): Promise<void> {
  await Sentry.close(100);
  Sentry.getCurrentScope().setClient(undefined);
}

/** As the edge SDK sends: by the global fetch, as it is then. */
const byFetch: typeof Sentry.makeNodeTransport = (options) =>
  Sentry.createTransport(options, async ({ body }) => {
    const { status } = await fetch(options.url, { method: "POST", body: body as string });
    return { statusCode: status };
  });

async function start(answer: Answer, options: (origin: string) => Options = () => ({})) {
  const ingest = await startIngest(answer);
  servers.push(ingest);
  Sentry.init({
    dsn: ingest.dsn,
    transport: byFetch,
    integrations: [roundtripIntegration()],
    ...options(ingest.origin),
  });
}
async function raise(): Promise<string> {
  const id = randomUUID().replaceAll("-", "");
  Sentry.captureException(new RoundtripError("sentry-edge", id));
  await Sentry.flush(2_000);
  return id;
}
const kinds = (evidence: readonly Evidence[]) =>
  evidence.map((one) => (one.kind === "rejected" ? `rejected ${one.status} ${one.detail}` : one.kind));

test.each<[string, Answer, (origin: string) => Options, string[]]>([
  ["200 with the event's id", taken, () => ({}), ["captured", "accepted"]],
  ["200 that is not Sentry's", says(200, "ok"), () => ({}), ["captured", "rejected 200 ok"]],
  ["a refusal", says(403, "no"), () => ({}), ["captured", "rejected 403 no"]],
  ["no server", taken, () => ({ dsn: "http://key@127.0.0.1:1/42" }), ["captured", "not_sent"]],
  [
    "a tunnel",
    taken,
    (origin) => ({ dsn: "https://key@o1.ingest.sentry.io/42", tunnel: `http://${origin}/tunnel` }),
    ["captured", "accepted"],
  ],
])(
  "a check's event meets %s, and waits until a route hands it over",
  async (_title, answer, options, expected) => {
    await start(answer, options);
    const id = await raise();
    const seen: Evidence[] = [];
    const look = () => {
      seen.push(...takeWitnessed(id));
      return kinds(seen);
    };
    await expect.poll(look).toEqual(expected);
    expect(seen.every((one) => "runtime" in one && one.runtime === "edge")).toBe(true);
  },
);

test("a later Sentry.init replaces the client, and each fact is noted once", async () => {
  await start(says(500, "first"));
  await close();
  await start(taken);
  const id = await raise();
  const seen: Evidence[] = [];
  const look = () => {
    seen.push(...takeWitnessed(id));
    return kinds(seen);
  };
  await expect.poll(look).toEqual(["captured", "accepted"]);
});
