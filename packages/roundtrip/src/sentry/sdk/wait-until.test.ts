import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import * as Sentry from "@sentry/nextjs";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import type { Evidence } from "#verdict/evidence/kinds.js";
import {
  stoppingFacts,
  waitBesideEvents,
  waitsUntilSent,
  waitUntilEventsSent,
  waitUntilSent,
} from "./wait-until.js";
import { createWitness } from "./witness.js";

const CONTEXT = Symbol.for("@next/request-context");
const RUN = "0199aabbccdd7eee8000000000000001";
let sentry: Server;
/** Answers of Sentry's that are still owed. */
const owed: ServerResponse[] = [];
/** What the host was asked to wait for. */
let waited: Promise<unknown>[] = [];
const evidence: Evidence[] = [];

beforeAll(async () => {
  sentry = createServer((request, response) => {
    request.resume();
    owed.push(response);
  });
  await new Promise<void>((ready) => sentry.listen(0, "127.0.0.1", ready));
  const { port } = sentry.address() as AddressInfo;
  Sentry.init({ dsn: `http://key@127.0.0.1:${port}/1`, defaultIntegrations: false });
  const client = Sentry.getClient();
  if (!client) throw new Error("the SDK did not start");
  waitUntilEventsSent(client);
  createWitness((one) => evidence.push(one)).install(client);
});
afterEach(() => {
  vi.unstubAllEnvs();
  Reflect.deleteProperty(globalThis, CONTEXT);
  for (const response of owed.splice(0)) response.end("{}");
  waited = [];
  evidence.length = 0;
});
afterAll(async () => {
  // Without a limit it would wait for the answers that are still owed.
  await Sentry.close(100);
  sentry.closeAllConnections();
  await new Promise((closed) => sentry.close(closed));
});

const onHost = () =>
  Reflect.set(globalThis, CONTEXT, {
    get: () => ({ waitUntil: (work: Promise<unknown>) => waited.push(work) }),
  });
const report = waitUntilSent(Sentry.captureRequestError);
const reported = (routeType: string) =>
  report(
    Object.assign(new Error(`Roundtrip check "sentry" raised this on purpose (run ${RUN})`), {
      name: "RoundtripError",
    }),
    { path: "/own", method: "GET", headers: {} },
    { routerKind: "App Router", routePath: "/own", routeType },
  );
const answerSentry = async () => {
  await expect.poll(() => owed.length).toBeGreaterThan(0);
  for (const response of owed.splice(0)) response.end("{}");
};
/** Whether a promise has ended by now: whatever is ready goes first. */
const hasEnded = async (work: Promise<unknown>): Promise<boolean> => {
  let ended = false;
  void work.then(() => {
    ended = true;
  });
  await new Promise((others) => setImmediate(others));
  return ended;
};
const heldOf = () => evidence.flatMap((one) => (one.kind === "captured" ? [one.held] : []));

test("a host with a waitUntil is given what onRequestError reports, until Sentry has it, and no answer waits", async () => {
  onHost();
  await reported("render");
  expect(heldOf()).toEqual(["wait until"]);
  expect(waited.length).toBeGreaterThan(0);
  for (const work of waited) expect(await hasEnded(work)).toBe(false);
  await answerSentry();
  await Promise.all(waited);
});

test("what is captured by hand is given to the host as well", async () => {
  onHost();
  Sentry.captureException(new Error("own"));
  expect(waited).toHaveLength(1);
  await expect.poll(() => owed).toHaveLength(1);
  for (const work of waited) expect(await hasEnded(work)).toBe(false);
  await answerSentry();
  await Promise.all(waited);
});

test("an onRequestError that reports later is waited for, and what it throws goes no further than to Next.js", async () => {
  onHost();
  let begin = () => {};
  const begun = new Promise<void>((resolve) => {
    begin = resolve;
  });
  const later = waitUntilSent(async (...given) => {
    await begun;
    Sentry.captureRequestError(...given);
    throw new Error("the app's own");
  });
  const answer = later(
    new Error("own"),
    { path: "/own", method: "GET", headers: {} },
    { routerKind: "App Router", routePath: "/own", routeType: "render" },
  );
  const [sent] = waited;
  if (!sent) throw new Error("the host was asked to wait for nothing");
  expect(await hasEnded(sent)).toBe(false);
  begin();
  await expect(answer).rejects.toThrow("the app's own");
  await answerSentry();
  await Promise.all(waited);
});

test.each(["K_SERVICE", "AWS_LAMBDA_FUNCTION_NAME"])(
  "without a waitUntil, where %s is set, the answer of a route handler waits until Sentry has it",
  async (name) => {
    vi.stubEnv(name, "shop");
    const answer = reported("route");
    await expect.poll(() => owed).toHaveLength(1);
    expect([await hasEnded(answer), heldOf()]).toEqual([false, ["answer"]]);
    await answerSentry();
    await answer;
  },
);

test("a page's answer, which does not wait for onRequestError, is not said to", async () => {
  vi.stubEnv("K_SERVICE", "shop");
  await reported("render");
  expect(heldOf()).toEqual([null]);
});

test("where a process lives on, nothing waits", async () => {
  await reported("route");
  expect([heldOf(), stoppingFacts()]).toEqual([[null], null]);
});

test("an error that a wrapper of ours flushes before its answer is held by that", async () => {
  Sentry.captureException(
    Object.assign(new Error(`Roundtrip check "sentry" raised this on purpose (run ${RUN})`), {
      name: "RoundtripError",
    }),
    { data: { held: "answer" } },
  );
  expect(heldOf()).toEqual(["answer"]);
});

test("work beside an event is held only where the event is", async () => {
  waitBesideEvents(Promise.resolve());
  expect([waitsUntilSent(), waited]).toEqual([false, []]);
  onHost();
  waitBesideEvents(Promise.reject(new Error("the store is down")));
  expect([waitsUntilSent(), waited.length]).toEqual([true, 1]);
  await Promise.all(waited);
});

test.each([
  ["VERCEL", true],
  ["NETLIFY", true],
  ["AWS_LAMBDA_FUNCTION_NAME", true],
  ["K_SERVICE", false],
  ["FUNCTIONS_WORKER_RUNTIME", false],
])("%s says that the host stops processes; for certain: %s", (name, always) => {
  vi.stubEnv(name, "1");
  expect(stoppingFacts()).toEqual({ host: name, always, waits: false, answers: true });
});
