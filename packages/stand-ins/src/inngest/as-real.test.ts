import type { Inngest } from "inngest";
import { describe, expect, it } from "vitest";
import { ended, startApp, startWorld, TEST_SIGNING_KEY, until } from "#inngest/testing/server.js";

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const ULID = /^[0-9A-HJKMNP-TV-Z]{26}$/;

const two = (client: Inngest) => [
  client.createFunction({ id: "count", retries: 2, triggers: { event: "go" } }, ({ event }) => event.data),
  client.createFunction({ id: "clock", retries: 0, triggers: { cron: "0 3 * * *" } }, () => 1),
];
const fresh = (client: Inngest) =>
  client.createFunction({ id: "fresh", retries: 0, triggers: { event: "new" } }, () => "new");

async function read(url: string, key?: string): Promise<{ kind: string | null; body: unknown }> {
  const { hashSigningKey } = await import("#inngest/wire/signature.js");
  const headers: Record<string, string> = key ? { authorization: `Bearer ${hashSigningKey(key)}` } : {};
  const response = await fetch(url, { headers });
  return { kind: response.headers.get("x-inngest-server-kind"), body: await response.json() };
}

describe("the list of an app's functions", () => {
  it("names each by its id, and holds its address, triggers and retries in the config, as the server keeps them", async () => {
    const { inngest, app } = await startWorld(two);
    const { body } = await read(`${inngest.url}/v1/apps/app/functions`, TEST_SIGNING_KEY);
    const host = new URL(app.url).host.replace("127.0.0.1", "localhost");
    const steps = (id: string, retries: number) => [
      {
        id: "step",
        name: "step",
        uri: `http://${host}/api/inngest?fnId=${id}&stepId=step`,
        retries,
      },
    ];
    expect(body).toEqual(
      [
        { id: "app-count", name: "count", triggers: [{ event: "go" }], steps: steps("app-count", 2) },
        { id: "app-clock", name: "clock", triggers: [{ cron: "0 3 * * *" }], steps: steps("app-clock", 0) },
      ].map(({ id, name, ...config }) => ({
        internal_id: expect.stringMatching(UUID),
        env_id: expect.stringMatching(/^0{8}-/),
        app_id: expect.stringMatching(UUID),
        id,
        name,
        config: { id: expect.stringMatching(UUID), fv: 1, name, slug: id, ...config },
        created_at: expect.stringMatching(/Z$/),
        archived_at: "0001-01-01T00:00:00Z",
      })),
    );
  });

  it("is empty for an app that it does not know", async () => {
    const { inngest } = await startWorld(two);
    expect((await read(`${inngest.url}/v1/apps/other/functions`, TEST_SIGNING_KEY)).body).toEqual([]);
  });

  it.each([
    ["cloud", false],
    ["dev", true],
  ] as const)("comes, like every answer, with the word that the server is %s", async (kind, dev) => {
    const { inngest } = await startWorld(two, { dev });
    for (const path of ["/v1/apps/app/functions", "/health"])
      expect((await read(`${inngest.url}${path}`, TEST_SIGNING_KEY)).kind).toBe(kind);
    expect((await fetch(`${inngest.url}/dev`)).status).toBe(dev ? 200 : 404);
  });
});

describe("a server that is hosted, and not a dev server", () => {
  it("never asks a synced app again: not for an event that it does not know, nor where a call finds no function", async () => {
    const world = await startWorld(two, { resyncMs: undefined });
    await world.app.close();
    await world.restart([fresh(world.client)]);
    await world.client.send([{ name: "new" }, { name: "go" }]);
    const [run] = await ended(world, "app-count");
    expect(run?.status).toBe("Failed");
    expect(world.inngest.control.stats().functions).toEqual(["app-count", "app-clock"]);
    expect(world.log.filter((line) => line.startsWith("event new")).at(-1)).toContain("no function");
  });

  it("takes what an app registers by itself, the address with it", async () => {
    const world = await startWorld(two);
    const moved = await startApp(world.listener([fresh(world.client)]));
    const { signBody } = await import("#inngest/wire/signature.js");
    const headers = { "x-inngest-signature": signBody("", TEST_SIGNING_KEY, new Date()) };
    expect((await fetch(moved.url, { method: "PUT", headers })).status).toBe(200);
    await world.client.send({ name: "new" });
    expect((await ended(world, "app-fresh"))[0]?.output).toBe("new");
  });
});

it("a dev server asks the app every few seconds", async () => {
  const world = await startWorld(two, { dev: true, resyncMs: 10 });
  await world.app.close();
  await world.restart([fresh(world.client)]);
  await until(() => world.inngest.control.stats().functions.includes("app-fresh"));
});

describe("a call to the app", () => {
  async function seen(dev: boolean) {
    const calls: { headers: Record<string, unknown>; body: Record<string, unknown> }[] = [];
    const world = await startWorld(two, { dev });
    await world.app.close();
    const listener = world.listener(two(world.client));
    await startApp(
      (request, response) => {
        let text = "";
        request.on("data", (chunk) => {
          text += chunk;
        });
        request.on("end", () => {
          calls.push({ headers: request.headers, body: JSON.parse(text) });
        });
        listener(request, response);
      },
      Number(new URL(world.app.url).port),
    );
    const { ids } = await world.client.send({ name: "go", id: "mine", data: { n: 1 } });
    await ended(world, "app-count");
    const [call] = calls;
    if (!call) throw new Error("no call");
    return { ...call, ids };
  }

  it("bears a trace, says its version is -1, and carries the context that a server gives", async () => {
    const { headers, body, ids } = await seen(false);
    expect(headers.traceparent).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
    expect(headers).toMatchObject({
      host: expect.stringMatching(/^localhost:\d+$/),
      tracestate: expect.any(String),
      "x-request-id": expect.stringMatching(ULID),
      "x-inngest-job-id": expect.any(String),
      "x-inngest-generation-id": "0",
      "x-inngest-signature": expect.any(String),
    });
    expect(headers).not.toHaveProperty("x-inngest-server-kind");
    expect(body).toMatchObject({
      version: -1,
      use_api: false,
      event: { id: "mine", name: "go", data: { n: 1 }, user: {} },
      ctx: {
        fn_id: expect.stringMatching(UUID),
        env: expect.any(String),
        step_id: "step",
        attempt: 0,
        max_attempts: 3,
        qi_id: expect.any(String),
      },
    });
    // The id under which the server keeps the event is its own.
    expect(ids).toEqual([expect.stringMatching(ULID)]);
  });

  it("says in a dev server's name that it is one", async () => {
    expect((await seen(true)).headers["x-inngest-server-kind"]).toBe("dev");
  });
});

describe("a restart", () => {
  const sleeper = (client: Inngest) => [
    client.createFunction({ id: "sleeper", retries: 0, triggers: { event: "go" } }, async ({ step }) => {
      await step.sleep("long", "1h");
    }),
  ];

  it("keeps apps and events, and loses what was under way, without a word", async () => {
    const world = await startWorld(sleeper);
    const { ids } = await world.client.send({ name: "go" });
    const at = (path: string) => read(`${world.inngest.url}/v1/events/${ids[0]}${path}`, TEST_SIGNING_KEY);
    await until(async () => ((await at("/runs")).body as { data: unknown[] }).data.length > 0);
    world.inngest.control.restart();
    expect(world.inngest.control.stats().functions).toEqual(["app-sleeper"]);
    expect((await at("")).body).toMatchObject({ data: { internal_id: ids[0], name: "go" } });
    expect((await at("/runs")).body).toMatchObject({ data: [] });
  });

  it("of the process does the same where it keeps a file", async () => {
    const { mkdtemp, rm } = await import("node:fs/promises");
    const { tmpdir } = await import("node:os");
    const { join } = await import("node:path");
    const folder = await mkdtemp(join(tmpdir(), "inngest-"));
    const keep = join(folder, "inngest.jsonl");
    const before = await startWorld(sleeper, { keep });
    const { ids } = await before.client.send({ name: "go" });
    await before.inngest.close();
    const { startInngest } = await import("./server.js");
    const after = await startInngest({ signingKey: TEST_SIGNING_KEY, keep });
    expect(after.control.stats().functions).toEqual(["app-sleeper"]);
    expect((await read(`${after.url}/v1/events/${ids[0]}`, TEST_SIGNING_KEY)).body).toMatchObject({
      data: { name: "go" },
    });
    await after.close();
    await rm(folder, { recursive: true });
  });
});

it("an event's first retry waits half a minute, give or take, unless the server is told otherwise", async () => {
  const { backoffMs } = await import("#inngest/runs/backoff.js");
  const first = Array.from({ length: 200 }, () => backoffMs(0));
  expect(Math.min(...first)).toBeGreaterThanOrEqual(15_000);
  expect(Math.max(...first)).toBeLessThanOrEqual(45_000);
  expect(new Set(first).size).toBeGreaterThan(100);
  expect(backoffMs(3)).toBeGreaterThan(60_000);
  expect([0, 1, 2, 9].map((attempt) => backoffMs(attempt, [10, 20]))).toEqual([10, 20, 20, 20]);
});
