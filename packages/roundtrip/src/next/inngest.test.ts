import { mkdtemp, rm } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createAdaptorServer } from "@hono/node-server";
import { type InngestServer, startInngest } from "@roundtrip/stand-ins/inngest";
import { Inngest, Middleware } from "inngest";
import { serve } from "inngest/next";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { CATALOGUE } from "#checks/catalogue.js";
import { CAUSE_ERROR, CHECK_ERROR } from "#checks/message.js";
import type * as Events from "#inngest/events.js";
import type * as Queue from "#runs/fire/queue-task.js";
import type * as Evidence from "#runs/record/evidence.js";
import type { RunStore } from "#store/open.js";
import { someRun } from "#store/testing/stores.js";
import { ofKind } from "#verdict/evidence/kinds.js";
import { planDifference } from "#verdict/inngest/plan.js";
import type { Run } from "#verdict/run.js";
import { checkNamed, runOf } from "#verdict/testing/runs.js";
import type * as Sync from "../inngest/api/sync.js";
import type * as Registered from "../inngest/registered.js";
import type * as Ours from "./inngest.js";

/** An app of somebody: its own client, under its own name, and a function of its own that is named as one of ours. */
const KEY = `signkey-test-${"ab".repeat(32)}`;
const silent = { info() {}, warn() {}, error() {}, debug() {} };

let folder: string;
let server: InngestServer;
let client: Inngest.Any;
let app: ReturnType<typeof createAdaptorServer>;
let url: string;
let store: RunStore;
let registered: typeof Registered;
let queueTask: typeof Queue.queueTask;
let events: typeof Events;
let recorded: typeof Evidence.recorded;
let syncFunctions: typeof Sync.syncFunctions;
/** The functions that raise for Roundtrip's checks. */
const CHECK_TASKS = CATALOGUE.flatMap(({ task }) => task ?? []);
let loads = 0;
const raised: Error[] = [];
const marks: string[] = [];

beforeAll(async () => {
  server = await startInngest({ signingKey: KEY, eventKey: "own-key", resyncMs: 0, syncBackoffMs: [10] });
  const served: { fetch?: (request: Request) => Promise<Response> } = {};
  app = createAdaptorServer({ fetch: async (request) => served.fetch?.(request) ?? new Response("late") });
  await new Promise<void>((ready) => app.listen(0, "127.0.0.1", ready));
  url = `http://127.0.0.1:${(app.address() as AddressInfo).port}`;
  folder = await mkdtemp(join(tmpdir(), "roundtrip-tasks-"));
  vi.stubEnv("STORE_URL", `file:${join(folder, "runs.db")}`);
  vi.stubEnv("APP_URL", url);
  vi.stubEnv("SENTRY_PROJECT", "shop");
  vi.resetModules();
  store = (await import("#store/open.js")).store();
  registered = await import("#inngest/registered.js");
  events = await import("#inngest/events.js");
  ({ syncFunctions } = await import("#inngest/api/sync.js"));
  ({ queueTask } = await import("#runs/fire/queue-task.js"));
  ({ recorded } = await import("#runs/record/evidence.js"));
  const ours = await import("./inngest.js");
  client = new Inngest({
    id: "shop",
    isDev: false,
    baseUrl: server.url,
    eventKey: "own-key",
    signingKey: KEY,
    middleware: [ours.SentryMiddleware],
    logger: silent,
  });
  served.fetch = routeOf(ours);
});
afterAll(async () => {
  await store.close();
  await server.close();
  app.close();
  await rm(folder, { recursive: true });
  vi.unstubAllEnvs();
});

/** The app's route, evaluated when it is first asked for. */
function routeOf({ inngestRoute, roundtripTasks }: typeof Ours) {
  const evaluate = () => {
    const pay = client.createFunction({ id: "follow", triggers: [{ event: "paid" }] }, () => "done");
    const tasks = roundtripTasks(client, {
      raise: ({ error }) => {
        const made = error();
        raised.push(made);
        throw made;
      },
      ignored: (mark) => {
        marks.push(mark);
        return Object.assign(new Error(mark), { name: "PaymentDeclined" });
      },
    });
    return inngestRoute(serve({ client, functions: [pay, ...tasks], servePath: "/api/inngest" }));
  };
  let route: ReturnType<typeof evaluate> | undefined;
  const loaded = async () => {
    loads += 1;
    route ??= evaluate();
    return route;
  };
  registered.register({ load: loaded });
  return async (request: Request): Promise<Response> => {
    route ??= evaluate();
    const { [request.method as "GET" | "POST" | "PUT"]: handler } = route;
    return handler(request, undefined);
  };
}

/** What the functions of the app have come to, once they have ended. */
const ended = (name: string) =>
  vi.waitUntil(
    () => server.control.runs().find((one) => one.function_id === `shop-roundtrip-${name}` && one.ended_at),
    { timeout: 100_000 },
  );
async function fired(check: string): Promise<Run> {
  const run = { ...someRun(), ...runOf(checkNamed(check)), id: someRun().id };
  run.parts = run.parts.map((part) => (part.role === "main" ? { ...part, eventId: run.id } : part));
  await store.create(run);
  return run;
}
const evidenceOf = async (run: Run) => {
  await recorded();
  return (await store.load(run.id))?.evidence ?? [];
};

test("the app registers its own functions and Roundtrip's, by a route that nobody had asked for before", async () => {
  const { app: id, functions } = await syncFunctions();
  expect(loads).toBe(1);
  expect(id).toBe("shop");
  expect(functions.sort()).toEqual(
    ["follow", ...CHECK_TASKS, "roundtrip-follow"].map((name) => `shop-${name}`).sort(),
  );
});

test("of what Inngest holds, a function of the app's own is none that Roundtrip has left behind", async () => {
  const { tasks } = (await registered.appInngest()) ?? {};
  expect(tasks?.reports).toBe("ours");
  const plan = tasks?.plan ?? [];
  const held = ["shop-follow", "shop-roundtrip-canary", ...plan.map(({ id }) => id)];
  const named = held.map((id) => ({ id, triggers: null, address: null }));
  expect(planDifference(plan, named, "shop")).toEqual({
    missing: [],
    left: ["shop-roundtrip-canary"],
    other: [],
  });
});

test.each([
  ["none", []],
  [
    "perhaps",
    [
      class extends Middleware.BaseMiddleware {
        readonly id = "own";
      },
    ],
  ],
])("whose middleware reports failed tasks is: %s", async (reports, middleware) => {
  const { roundtripTasks } = await import("./inngest.js");
  const before = { ...(await registered.appInngest()) };
  roundtripTasks(new Inngest({ id: "shop", middleware, logger: silent }), { raise: () => undefined });
  const { tasks } = (await registered.appInngest()) ?? {};
  registered.register(before);
  expect(tasks?.reports).toBe(reports);
});

test("an app that ignores no error has no task for it", async () => {
  const { roundtripTasks } = await import("./inngest.js");
  const before = { ...(await registered.appInngest()) };
  const raise = () => undefined;
  const ids = roundtripTasks(client, { raise }).map((fn) => fn.id("shop"));
  registered.register(before);
  const others = CHECK_TASKS.filter((name) => name !== "roundtrip-raise-ignored");
  expect(ids.sort()).toEqual([...others, "roundtrip-follow"].map((name) => `shop-${name}`).sort());
});

test("a task raises in the app's own file, on each attempt, and says so of the last", async () => {
  const run = await fired("sentry-inngest");
  await queueTask(run, client);
  expect((await ended("raise")).status).toBe("Failed");
  expect(raised.map(({ name }) => name)).toEqual([CHECK_ERROR, CHECK_ERROR]);
  for (const { stack } of raised) expect(stack?.split("\n")[1]).toContain("inngest.test.ts");
  const evidence = await evidenceOf(run);
  expect(ofKind(evidence, "queued")).toHaveLength(1);
  expect(ofKind(evidence, "task_called").map(({ attempt }) => attempt)).toEqual([0, 1]);
  expect(ofKind(evidence, "raised").map(({ attempt }) => attempt)).toEqual([1]);
  expect(ofKind(evidence, "task_answered")).not.toEqual([]);
});

test("a step raises in the app's own file, on each attempt, and what ends the function holds the error's cause", async () => {
  raised.length = 0;
  const run = await fired("sentry-inngest-step");
  await queueTask(run, client);
  const { status, output } = await ended("raise-in-step");
  expect([status, output]).toEqual([
    "Failed",
    expect.objectContaining({ name: CHECK_ERROR, cause: expect.objectContaining({ name: CAUSE_ERROR }) }),
  ]);
  expect(raised.map(({ name }) => name)).toEqual([CHECK_ERROR, CHECK_ERROR]);
  for (const { stack } of raised) expect(stack?.split("\n")[1]).toContain("inngest.test.ts");
  const evidence = await evidenceOf(run);
  // Once for each attempt of the step, and once more for what it ended with.
  expect(ofKind(evidence, "task_called").map(({ attempt }) => attempt)).toEqual([0, 1, 0]);
  expect(ofKind(evidence, "raised").map(({ attempt }) => attempt)).toEqual([1]);
});

test("a check whose function the app does not make is not handed over, and says so", async () => {
  const { noteOwn } = await import("#checks/own/listed.js");
  const { defineCheck } = await import("#checks/own/define.js");
  const check = defineCheck({ name: "sentry-charge", title: "Charge", runsIn: "task", raises: "One." });
  noteOwn([check]);
  const run = { ...(await fired("sentry-inngest")), check: check.name };
  await queueTask(run, client);
  noteOwn([]);
  expect(ofKind(await evidenceOf(run), "not_queued")).toMatchObject([{ code: "no_task" }]);
});

test("what is no check of a task is refused as one", async () => {
  const { roundtripTasks } = await import("./inngest.js");
  const { defineCheck } = await import("#checks/own/define.js");
  const check = defineCheck({ name: "sentry-order", title: "Order", runsIn: "render", raises: "One." });
  const raise = () => undefined;
  expect(() => roundtripTasks(client, { raise, checks: [{ check, raise }] })).toThrow(
    'roundtripTasks: checks: "sentry-order" runs in "render"; only what defineCheck() made with runsIn "task"',
  );
});

test("the ignored error is the app's own, and its message is the mark", async () => {
  raised.length = 0;
  const run = await fired("sentry-inngest-ignored");
  await queueTask(run, client);
  const { status, output } = await ended("raise-ignored");
  expect([status, output]).toEqual(["Failed", expect.objectContaining({ name: "PaymentDeclined" })]);
  expect(marks).toEqual([expect.stringContaining(`(run ${run.id})`)]);
  expect(raised.map(({ name }) => name).sort()).toEqual(["RoundtripControl", "RoundtripNearMiss"]);
  const near = raised.find(({ name }) => name === "RoundtripNearMiss");
  expect(near?.message).toMatch(/^Not a PaymentDeclined, it only names one: /);
  const roles = ofKind(await evidenceOf(run), "raised").map(({ role }) => role);
  expect(roles.sort()).toEqual(["control", "main", "near"]);
});

test("a task refuses a run of another app, and raises nothing", async () => {
  raised.length = 0;
  const run = await fired("sentry-trace");
  const { name } = events.traceCheckFired;
  const data = { app: "roundtrip-other--dev", run: run.id, check: run.check, parts: run.parts };
  await client.send({ name, data, id: run.id });
  const { status, output } = await ended("trace");
  expect([status, output]).toEqual([
    "Completed",
    { refused: expect.stringContaining("roundtrip-other--dev") },
  ]);
  expect([raised, await evidenceOf(run)]).toEqual([[], []]);
});

test("what Inngest did not sign never reaches the app's handlers", async () => {
  for (const method of ["GET", "POST", "PUT"]) {
    const body = method === "GET" ? null : "{}";
    const answer = await fetch(`${url}/api/inngest?fnId=shop-follow&stepId=step`, { method, body });
    expect([method, answer.status]).toEqual([method, 401]);
  }
});
