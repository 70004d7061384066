import { resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { LATER_PLACES } from "#checks/built-in/later-places.js";
import { findCheck } from "#checks/catalogue.js";
import { freePort } from "#stand-ins/port.js";
import { type Stack, startStack } from "@/local/stack";
import { APP_CHECKS } from "../../app-checks";
import { type Caller, callerOf, control } from "../client";

/** The checks whose errors are raised elsewhere than in a route handler, a logger or a task. */
const VISITED = [
  "sentry-render",
  "sentry-action",
  "sentry-edge",
  "sentry-proxy",
  "sentry-control-flow",
  "sentry-metadata",
  "sentry-stream",
];
const LATER = LATER_PLACES.filter((one) => APP_CHECKS.includes(one)).map(({ name }) => name);
const PLACES = [...new Set([...VISITED, ...LATER])];
const NODE_OPTIONS = `--require ${resolve(import.meta.dirname, "preload.cjs")}`;

let stack: Stack;
let caller: Caller;

beforeAll(async () => {
  stack = await startStack({ env: { FIRE_LIMIT_PER_MINUTE: "5000", FIRE_LIMIT_PER_HOUR: "50000" } });
  caller = callerOf(stack);
});
afterAll(() => stack?.stop());

describe("every place of a healthy app", () => {
  test.each(PLACES)("%s passes, with every part read back and every comparison as meant", async (name) => {
    const run = await caller.run(await caller.fire(name));
    expect(run.verdict, JSON.stringify(run.cause)).toBe("pass");
    expect(run.expectations.filter((one) => !one.ok)).toEqual([]);
    expect(run.stages.filter((one) => one.at === null)).toEqual([]);
    const roles =
      findCheck(name)
        ?.parts.filter((one) => one.expect === "stored")
        .map((one) => one.role) ?? [];
    for (const role of roles) {
      const prefix = role === "main" ? "" : `${role}: `;
      expect(run.expectations.map((one) => one.name)).toContain(`${prefix}message`);
    }
  });

  test("all pass side by side, as verify fires them", async () => {
    const { status, answer } = await caller.verify({ checks: PLACES });
    expect([status, answer.status]).toEqual([200, "pass"]);
  });

  test("a check is fired by GET or POST, and HEAD fires nothing", async () => {
    for (const name of PLACES) {
      expect((await caller.get(`/api/health/${name}`, { method: "HEAD" })).status).toBe(405);
      expect((await fetch(`${stack.url}/api/health/${name}`)).status).toBe(401);
    }
  });
});

describe("the pages that raise", () => {
  const PAGES = [
    "render",
    "render/nested",
    "render/streamed",
    "action",
    "edge/captured",
    "edge/uncaught",
    "proxy",
    "metadata",
    "stream",
    "control-flow/redirect",
    "control-flow/missing",
    "control-flow/control",
  ];

  test.each(PAGES)("/admin/checks/%s does not exist for anybody but the server", async (page) => {
    const before = await control<unknown[]>(stack.sentry.url, "events");
    const forged = `01a2071388e076938897a782d26598ce.${"a".repeat(64)}`;
    for (const headers of [{}, { authorization: `Bearer ${stack.token}` }, { "x-check-token": forged }]) {
      const response = await fetch(`${stack.url}/admin/checks/${page}`, { headers });
      expect(response.status).toBe(404);
      await response.body?.cancel();
    }
    expect((await control<unknown[]>(stack.sentry.url, "events")).length).toBe(before.length);
  });
});

/** Fires all at one moment and waits for their verdicts. */
const judged = (names: readonly string[]) =>
  Promise.all(names.map(async (name) => caller.run(await caller.fire(name))));

describe("the edge runtime", () => {
  test("says who reported what, and its own evidence reaches the run", async () => {
    const run = await caller.run(await caller.fire("sentry-edge"));
    const runtimes = run.expectations.filter((one) => one.name.endsWith("runtime"));
    expect(runtimes.map(({ name, expected, actual }) => [name, expected, actual])).toEqual([
      ["runtime", "edge", "vercel-edge"],
      ["uncaught: runtime", "node or edge", "node"],
    ]);
    expect(run.stages.find((one) => one.name === "raised")?.detail).toBe("in edge");
    expect(run.stages.find((one) => one.name === "accepted")?.detail).toBe("Sentry answered 200");
  });
});

/** Starts the app again, with these variables and none of those that a test before this one changed. */
const restartWith = (changes: Record<string, string>) =>
  stack.restart({
    NODE_OPTIONS: undefined,
    EAGER: undefined,
    SENTRY_DSN: stack.sentry.dsn,
    APP_URL: undefined,
    ...changes,
  });

describe("an app that reports notFound() as an error", { tags: ["long"] }, () => {
  test("fails the control flow's check, which names what Sentry holds", async () => {
    await restartWith({ NODE_OPTIONS, EAGER: "1" });
    const id = await caller.fire("sentry-control-flow");
    // The report may be searchable only after the control was: then a pass is revised.
    const causeOf = async () => (await caller.run(id)).cause?.code;
    await expect.poll(causeOf, { timeout: 120_000, interval: 500 }).toBe("control_flow_reported");
    const run = await caller.run(id);
    expect(run.verdict).toBe("fail");
    expect(run.cause?.summary).toContain("NEXT_HTTP_ERROR_FALLBACK");
  });
});

describe("an app that is set up wrongly", { tags: ["long"] }, () => {
  test("with a key that Sentry refuses: every place says so", async () => {
    await restartWith({ SENTRY_DSN: stack.sentry.dsn.replace(/\/\/\w+@/, `//${"0".repeat(32)}@`) });
    for (const run of await judged(PLACES))
      expect([run.check, run.verdict, run.cause?.code]).toEqual([run.check, "fail", "dsn_rejected"]);
  });

  test("that does not reach its own address: every place says so", async () => {
    await restartWith({ APP_URL: `http://127.0.0.1:${await freePort()}` });
    // That one is about one process, which reaches itself by its own port.
    const others = VISITED.filter((name) => name !== "sentry-control-flow");
    for (const run of await judged(others)) {
      expect([run.check, run.verdict, run.cause?.code]).toEqual([run.check, "fail", "app_unreachable"]);
      expect(run.cause?.summary).toContain("ECONNREFUSED");
    }
  });
});

describe("an app of which the SDK is not told", { tags: ["long"] }, () => {
  test.each([
    [
      "auto.function.nextjs.on_request_error",
      "not_captured_request",
      ["sentry-render", "sentry-action", "sentry-edge", "sentry-metadata", "sentry-stream"],
    ],
    ["auto.function.nextjs.proxy", "not_captured_proxy", ["sentry-proxy"]],
    ["auto.function.nextjs.after", "not_captured_after", ["sentry-after"]],
    ["auto.function.inngest", "not_captured_task", ["sentry-inngest-step"]],
    ["auto.node.onunhandledrejection", "not_captured_promise", ["sentry-unawaited"]],
  ])("through %s: %s, though the errors were raised", async (mechanism, cause, names) => {
    await restartWith({ NODE_OPTIONS, DEAF_TO: mechanism, RUN_DEADLINE_SECONDS: "20" });
    const ids = await Promise.all(names.map((name) => caller.fire(name)));
    for (const id of ids) expect((await caller.run(id, 0)).verdict).toBe("pending");
    for (const id of ids) {
      const run = await caller.run(id);
      expect([run.verdict, run.cause?.code]).toEqual(["fail", cause]);
      expect(run.stages.find((one) => one.name === "raised")?.at).not.toBe(null);
    }
  });
});
