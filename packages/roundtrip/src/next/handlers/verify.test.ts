import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test, vi } from "vitest";

afterEach(() => vi.unstubAllEnvs());

test.each([
  ["", "APP_URL is not set. verify fires"],
  ["ftp://app.example", "APP_URL is set, but cannot be used: it must be an http(s) address. verify fires"],
])("with APP_URL=%s, verify says what is wrong with it", async (address, said) => {
  vi.resetModules();
  vi.stubEnv("APP_URL", address);
  vi.stubEnv("PORT", "");
  vi.stubEnv("STORE_URL", "file::memory:");
  const { verify } = await import("./verify.js");
  await expect(verify({}, "a".repeat(32), AbortSignal.timeout(60_000))).rejects.toMatchObject({
    status: 503,
    message: expect.stringContaining(said),
  });
});

const names = ["sentry", "sentry-inngest", "sentry-browser", "sentry-extra", "sentry-inngest-ignored"];
const tasks = new Set(["sentry-inngest", "sentry-inngest-ignored"]);
const others = new Set(["sentry", "sentry-extra"]);

/** In which order the app is asked, and when it answers for the tasks: once all checks of `awaited` have been asked for. */
async function orderAsked(awaited: ReadonlySet<string>, headStartMs: number): Promise<string[]> {
  const asked: string[] = [];
  const held: (() => void)[] = [];
  const answerHeld = async () => {
    // What was sent meanwhile has arrived when requests that were sent later have been answered.
    for (let turn = 0; turn < 20; turn += 1) await fetch(`${process.env.APP_URL}/later`);
    asked.push("answered");
    for (const answer of held) answer();
  };
  const app = createServer((request, response) => {
    const answer = () => void response.writeHead(404).end();
    const check = new URL(request.url ?? "", "http://app.invalid").pathname.replace("/api/health/", "");
    if (check === "/later") return answer();
    asked.push(check);
    if (tasks.has(check)) held.push(answer);
    else answer();
    if (awaited.has(check) && [...awaited].every((one) => asked.includes(one))) void answerHeld();
  });
  await new Promise<void>((ready) => app.listen(0, "127.0.0.1", ready));
  try {
    vi.resetModules();
    vi.stubEnv("APP_URL", `http://127.0.0.1:${(app.address() as AddressInfo).port}`);
    vi.stubEnv("STORE_URL", "file::memory:");
    const { verify } = await import("./verify.js");
    const signal = AbortSignal.timeout(60_000);
    const { checks } = await verify({ checks: names }, "b".repeat(32), signal, headStartMs);
    expect(Object.keys(checks)).toEqual(names);
    return asked;
  } finally {
    app.closeAllConnections();
    app.close();
  }
}

test("tasks are handed over before the other checks are fired, and each is answered for in the order asked", async () => {
  const asked = await orderAsked(tasks, 100_000);
  expect([new Set(asked.slice(0, 2)), asked[2], new Set(asked.slice(3))]).toEqual([
    tasks,
    "answered",
    others,
  ]);
});

test("where the tasks cannot be handed over in time, the other checks do not wait for them", async () => {
  const asked = await orderAsked(others, 0);
  expect([new Set(asked.slice(0, 4)), asked.slice(4)]).toEqual([
    new Set([...tasks, ...others]),
    ["answered"],
  ]);
});
