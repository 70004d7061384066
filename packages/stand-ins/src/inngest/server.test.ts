import { request } from "node:http";
import type { Inngest } from "inngest";
import { describe, expect, it, onTestFinished } from "vitest";
import { ended, startApp, startWorld, TEST_SIGNING_KEY, until } from "#inngest/testing/server.js";
import { startInngest } from "./server.js";

const json = (body: unknown, method = "POST") => ({ method, body: JSON.stringify(body) });

const counter = (client: Inngest) => [
  client.createFunction({ id: "count", retries: 0, triggers: { event: "go" } }, ({ event }) => event.data),
];

/** A registration of one function whose app answers as the test wants. */
function registration(url: string, config: Record<string, unknown> = {}) {
  const step = {
    id: "step",
    name: "step",
    runtime: { type: "http", url: `${url}?fnId=app-fake&stepId=step` },
  };
  const fake = { id: "app-fake", name: "fake", triggers: [{ event: "go" }], steps: { step }, ...config };
  return { url, appName: "app", sdk: "js:v0", v: "0.1", deployType: "ping", functions: [fake] };
}

describe("the event endpoint", () => {
  it("lets a sender's id through once, and answers an id of its own each time", async () => {
    const world = await startWorld(counter);
    const send = () => world.client.send({ name: "go", id: "order-1", data: { n: 1 } });
    const [first, second] = [await send(), await send()];
    expect([...first.ids, ...second.ids]).toEqual([1, 2].map(() => expect.stringMatching(/^[0-9A-Z]{26}$/)));
    await world.client.send({ name: "go", id: "order-2" });
    await ended(world, "app-count", 2);
    expect(world.inngest.control.stats()).toMatchObject({
      events: { received: 3, duplicates: 1 },
      calls: 2,
      runs: { Running: 0, Completed: 2, Failed: 0, Cancelled: 0 },
    });
  });

  it("gives a repeated send its ids again, so that a lost answer makes no second event", async () => {
    const world = await startWorld(counter);
    const seed = `${Date.now()},${Buffer.alloc(10, 7).toString("base64")}`;
    const init = { ...json([{ name: "go" }, { name: "go" }]), headers: { "x-inngest-event-id-seed": seed } };
    const send = async () => (await fetch(`${world.inngest.url}/e/test-event-key`, init)).json();
    const first = await send();
    expect(await send()).toEqual(first);
    expect(new Set(first.ids).size).toBe(2);
    expect(world.inngest.control.stats().events).toEqual({ received: 4, duplicates: 2 });
  });

  it("answers 401 to a wrong key, and takes nothing", async () => {
    const world = await startWorld(counter);
    const url = `${world.inngest.url}/e/wrong-key`;
    const response = await fetch(url, json({ name: "go" }));
    expect([response.status, await response.json()]).toEqual([
      401,
      { error: "Event key not found", status: 401 },
    ]);
    expect(world.inngest.control.stats().events.received).toBe(0);
  });

  it.each([
    ["no JSON", "{", "the body is not JSON"],
    ["no name", "{}", "name"],
    ["a reserved name", '{"name":"inngest/function.failed"}', "is reserved"],
    ["data that is a list", '{"name":"go","data":[1]}', "data"],
  ])("answers 400 to %s and names it", async (_, body, message) => {
    const world = await startWorld(counter);
    const response = await fetch(`${world.inngest.url}/e/test-event-key`, { method: "POST", body });
    expect(response.status).toBe(400);
    expect(await response.text()).toContain(message);
  });

  it("takes any key when started without one", async () => {
    const inngest = await startInngest({ resyncMs: 0 });
    onTestFinished(() => inngest.close());
    expect((await fetch(`${inngest.url}/e/anything`, json({ name: "go" }))).status).toBe(200);
  });

  it("refuses a browser's request from another site, and a Host that is not loopback", async () => {
    const { inngest } = await startWorld(counter);
    const headers = { "sec-fetch-site": "cross-site" };
    expect(
      (await fetch(`${inngest.url}/e/test-event-key`, { ...json({ name: "go" }), headers })).status,
    ).toBe(403);
    const status = await new Promise((resolve) => {
      request(`${inngest.url}/_control/stats`, { headers: { host: "evil.example" } }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      }).end();
    });
    expect(status).toBe(403);
  });
});

describe("registration", () => {
  it("is refused when the app's signing key is another one", async () => {
    const { inngest } = await startWorld(() => []);
    const body = json(registration("http://127.0.0.1:1/x"));
    for (const authorization of ["", "Bearer undefined", `Bearer ${TEST_SIGNING_KEY}`]) {
      const response = await fetch(`${inngest.url}/fn/register`, { ...body, headers: { authorization } });
      expect(response.status).toBe(401);
    }
    expect(inngest.control.stats().functions).toEqual([]);
  });

  it("answers 400 to a cron that cannot be read, naming function and field", async () => {
    const { inngest } = await startWorld(() => [], { dev: true });
    const body = registration("http://127.0.0.1:1/x", { triggers: [{ cron: "61 * * * *" }] });
    const response = await fetch(`${inngest.url}/fn/register`, json(body));
    expect(response.status).toBe(400);
    expect(await response.text()).toContain('function app-fake: cron \\"61 * * * *\\"');
  });

  it("replaces the functions the app had before", async () => {
    const world = await startWorld(counter, { dev: true });
    await fetch(`${world.inngest.url}/fn/register`, json(registration("http://127.0.0.1:1/x")));
    expect(world.inngest.control.stats().functions).toEqual(["app-fake"]);
  });
});

describe("a call to the app", () => {
  it("is refused by the SDK when it is not signed, or signed with another key", async () => {
    const world = await startWorld(counter);
    const call = `${world.app.url}?fnId=app-count&stepId=step`;
    expect((await fetch(call, json({ version: 2 }))).status).toBe(401);
    world.inngest.control.mode({ mode: "wrong-signature" });
    await world.client.send({ name: "go" });
    const [run] = await ended(world, "app-count");
    expect(run).toMatchObject({ status: "Failed", calls: 1 });
    expect(run?.output).toMatchObject({ message: expect.stringContaining("refused the call's signature") });
  });

  it("fails the run when the answer is signed with another key", async () => {
    const app = await startApp((_, response) => {
      const t = Math.floor(Date.now() / 1000);
      response.writeHead(200, {
        "x-inngest-sdk": "fake",
        "x-inngest-signature": `t=${t}&s=${"0".repeat(64)}`,
      });
      response.end('"forged"');
    });
    const run = await runOnFake(app.url, {}, TEST_SIGNING_KEY);
    expect(run).toMatchObject({
      status: "Failed",
      output: { message: "the app's answer carries a wrong signature" },
    });
  });

  it.each([
    [
      "an opcode it does not know",
      206,
      '[{"op":"Teleport","id":"x","displayName":"far"}]',
      "opcode Teleport is not supported",
    ],
    ["an opcode it does not speak", 206, '[{"op":"DeferAdd","id":"x"}]', "opcode DeferAdd is not supported"],
    ["a wait it cannot read", 206, '[{"op":"Sleep","id":"x","name":"soon"}]', '"soon" is no duration'],
    [
      "a condition it cannot evaluate",
      206,
      '[{"op":"WaitForEvent","id":"x","name":"e","opts":{"timeout":"1h","if":"size(event.data) > 1"}}]',
      "expression not supported",
    ],
    ["no operations at all", 206, "[]", "without a step to go on with"],
    ["operations of another shape", 206, '[{"op":1}]', "holds no operations"],
    ["no JSON", 200, "<html>", "is not JSON"],
    ["a streamed 201", 201, "{}", "HTTP 201"],
  ])("fails the run loudly on %s", async (_, status, body, message) => {
    const app = await startApp((_, response) => {
      response.writeHead(status, { "x-inngest-sdk": "fake" }).end(body);
    });
    const run = await runOnFake(app.url);
    expect(run.status).toBe("Failed");
    expect(run.output).toMatchObject({ message: expect.stringContaining(message) });
    expect(run.log.some((line) => line.includes("Failed"))).toBe(true);
  });

  it("does not follow a redirect, and says what to do", async () => {
    const seen: string[] = [];
    const app = await startApp((incoming, response) => {
      seen.push(incoming.url ?? "");
      response.writeHead(307, { location: "/login", "x-powered-by": "test" }).end();
    });
    const run = await runOnFake(app.url);
    expect(run.output).toMatchObject({ message: expect.stringContaining("redirects are not followed") });
    expect(seen).not.toContain("/login");
  });

  it("is given up after its time, and counts as a failed attempt", async () => {
    const app = await startApp(() => {});
    const run = await runOnFake(app.url);
    expect(run).toMatchObject({ status: "Failed", attempts: 1 });
    expect(run.output).toMatchObject({ message: expect.stringContaining("took too long") });
  });

  it.each([
    ["rateLimit", { rateLimit: { limit: 1, period: "1m" } }],
    ["batchEvents", { batchEvents: { maxSize: 5, timeout: "1s" } }],
    ["cron jitter", { triggers: [{ event: "go" }, { cron: "0 0 1 1 *", jitter: "1m" }] }],
    ["expression", { triggers: [{ event: "go", expression: "event.data.x.startsWith('y')" }] }],
    ["expression", { idempotency: "event.data.a + event.data.b" }],
    ["expression", { concurrency: { limit: 1, key: "hash(event.data.a)" } }],
  ])("is not made for a function that uses %s: its run fails, saying so", async (name, config) => {
    const app = await startApp(() => {
      throw new Error("must not be called");
    });
    const run = await runOnFake(app.url, config);
    expect(run).toMatchObject({ status: "Failed", calls: 0 });
    expect(run.output).toMatchObject({
      message: expect.stringMatching(new RegExp(`${name}.*not supported`)),
    });
  });

  async function runOnFake(url: string, config: Record<string, unknown> = {}, signingKey?: string) {
    const log: string[] = [];
    const inngest = await startInngest({
      resyncMs: 0,
      callTimeoutMs: 300,
      log: (line) => log.push(line),
      ...(signingKey === undefined ? {} : { signingKey }),
    });
    onTestFinished(() => inngest.close());
    const body = registration(url, config);
    const fake = { ...body.functions[0], ...config, steps: withRetries(body.functions[0]?.steps, 0) };
    const { hashSigningKey } = await import("#inngest/wire/signature.js");
    const headers = { authorization: `Bearer ${signingKey === undefined ? "" : hashSigningKey(signingKey)}` };
    const registered = await fetch(`${inngest.url}/fn/register`, {
      ...json({ ...body, functions: [fake] }),
      headers,
    });
    expect(registered.status).toBe(200);
    await fetch(`${inngest.url}/e/any`, json({ name: "go" }));
    const [run] = await ended({ inngest }, "app-fake");
    if (run === undefined) throw new Error("no run");
    return { ...run, log };
  }
});

function withRetries(steps: Record<string, object> | undefined, attempts: number) {
  return { step: { ...steps?.step, retries: { attempts } } };
}

describe("functions' configuration", () => {
  it("lets an idempotency key through once", async () => {
    const world = await startWorld((client) => [
      client.createFunction(
        { id: "once", retries: 0, triggers: { event: "go" }, idempotency: "event.data.key" },
        ({ event }) => event.data,
      ),
    ]);
    await world.client.send(["a", "a", "b"].map((key) => ({ name: "go", data: { key } })));
    const runs = await ended(world, "app-once", 2);
    expect(runs.map((run) => run.output)).toEqual([{ key: "a" }, { key: "b" }]);
    expect(world.log.filter((line) => line.includes("idempotency key"))).toHaveLength(1);
  });

  it("never runs more at once than a concurrency limit lets, and runs all", async () => {
    let inside = 0;
    let open = () => {};
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    const world = await startWorld((client) => [
      client.createFunction({ id: "narrow", retries: 0, triggers: { event: "go" }, concurrency: 2 }, () => {
        inside += 1;
        return gate;
      }),
      client.createFunction({ id: "wide", retries: 0, triggers: { event: "go" } }, () => "through"),
    ]);
    await world.client.send(Array.from({ length: 12 }, () => ({ name: "go" })));
    await ended(world, "app-wide", 12);
    await until(() => inside >= 2);
    expect(inside).toBe(2);
    open();
    await ended(world, "app-narrow", 12);
    expect(world.inngest.control.stats().runs.Completed).toBe(24);
  });

  it("cancels a run on the event that matches, and tells those who listen", async () => {
    const world = await startWorld((client) => [
      client.createFunction(
        {
          id: "long",
          retries: 0,
          triggers: { event: "go" },
          cancelOn: [{ event: "stop", match: "data.id" }],
        },
        ({ step }) => step.sleep("long", "30d"),
      ),
      client.createFunction(
        { id: "listener", retries: 0, triggers: { event: "inngest/function.cancelled" } },
        ({ event }) => event.data.function_id,
      ),
    ]);
    await world.client.send([1, 2].map((id) => ({ name: "go", data: { id } })));
    await until(() => world.log.filter((line) => line.endsWith("Sleep:long")).length === 2);
    await world.client.send({ name: "stop", data: { id: 2 } });
    const [run] = await ended(world, "app-long");
    expect(run?.status).toBe("Cancelled");
    expect((await ended(world, "app-listener"))[0]?.output).toBe("app-long");
    expect(world.inngest.control.stats().runs).toMatchObject({ Running: 1, Cancelled: 1 });
  });

  it("starts a function only for events its trigger's condition takes", async () => {
    const world = await startWorld((client) => [
      client.createFunction(
        { id: "picky", retries: 0, triggers: { event: "go", if: "event.data.n > 1" } },
        ({ event }) => event.data,
      ),
    ]);
    await world.client.send([1, 2, 3].map((n) => ({ name: "go", data: { n } })));
    const outputs = (await ended(world, "app-picky", 2)).map((run) => run.output);
    expect(outputs).toEqual([{ n: 2 }, { n: 3 }]);
  });
});

describe("looking in", () => {
  it("answers runs in the shape of Inngest's REST API", async () => {
    const world = await startWorld(counter, { dev: true });
    const { ids } = await world.client.send({ name: "go", data: { n: 5 } });
    const [run] = await ended(world, "app-count");
    const read = async (path: string) => (await fetch(`${world.inngest.url}${path}`)).json();
    const expected = { run_id: run?.run_id, status: "Completed", event_id: ids[0], output: { n: 5 } };
    const page = { data: [expected], metadata: { fetched_at: expect.any(String) } };
    expect(await read(`/v1/events/${ids[0]}/runs`)).toMatchObject(page);
    expect(await read("/v1/runs?limit=1")).toMatchObject(page);
    expect(await read(`/v1/runs/${run?.run_id}`)).toMatchObject({ data: expected });
    expect(await read("/v1/events/unknown/runs")).toMatchObject({ data: [] });
    expect((await fetch(`${world.inngest.url}/v1/runs?limit=none`)).status).toBe(400);
    expect(await read("/health")).toMatchObject({ status: 200 });
    expect(await read("/dev")).toMatchObject({ functions: [{ id: "app-count" }] });
    expect((await fetch(`${world.inngest.url}/v1/signals`, { method: "POST" })).status).toBe(404);
  });

  it("shows a page that escapes what runs put out", async () => {
    const world = await startWorld(counter);
    await world.client.send({ name: "go", data: { text: "<script>alert(1)</script>" } });
    await ended(world, "app-count");
    const html = await (await fetch(world.inngest.url)).text();
    expect(html).toContain("app-count");
    expect(html).toContain("Completed");
    expect(html).toContain("&lt;script&gt;alert(1)");
    expect(html).not.toContain("<script>");
  });
});
