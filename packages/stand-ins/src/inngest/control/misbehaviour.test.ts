import type { Inngest } from "inngest";
import { describe, expect, it } from "vitest";
import { ended, startWorld, until, type World } from "#inngest/testing/server.js";

/** Every call the function sees, as run id and attempt. */
function watcher(calls: string[]) {
  return (client: Inngest) => [
    client.createFunction({ id: "seen", retries: 1, triggers: { event: "go" } }, ({ runId, attempt }) => {
      calls.push(`${runId} ${attempt}`);
      return calls.length;
    }),
  ];
}

async function control(world: World, path: string, method: string, body?: unknown) {
  const init = body === undefined ? { method } : { method, body: JSON.stringify(body) };
  const response = await fetch(`${world.inngest.url}/_control/${path}`, init);
  return { status: response.status, body: await response.json() };
}

describe("misbehaviour on command", () => {
  it("call-twice makes each call twice, with the same run and attempt", async () => {
    const calls: string[] = [];
    const world = await startWorld(watcher(calls));
    expect(await control(world, "mode", "PUT", { mode: "call-twice" })).toMatchObject({ status: 200 });
    await world.client.send({ name: "go" });
    const [run] = await ended(world, "app-seen");
    expect(calls).toEqual([`${run?.run_id} 0`, `${run?.run_id} 0`]);
    expect(run).toMatchObject({ status: "Completed", output: 1, calls: 2, attempts: 1 });
  });

  it("lose-answer throws the first answer away and calls again, with the same run and attempt", async () => {
    const calls: string[] = [];
    const world = await startWorld(watcher(calls));
    await control(world, "mode", "PUT", { mode: "lose-answer", times: 1 });
    await world.client.send({ name: "go" });
    const [run] = await ended(world, "app-seen");
    expect(calls).toEqual([`${run?.run_id} 0`, `${run?.run_id} 0`]);
    expect(run).toMatchObject({ status: "Completed", output: 2, calls: 2 });
    expect((await control(world, "stats", "GET")).body).toMatchObject({ mode: "normal" });
  });

  it("never-call takes events and calls nothing, until it ends", async () => {
    const calls: string[] = [];
    const world = await startWorld(watcher(calls));
    world.inngest.control.mode({ mode: "never-call" });
    await world.client.send({ name: "go" });
    await until(() => world.inngest.control.stats().runs.Running === 1);
    expect(calls).toEqual([]);
    await control(world, "reset", "POST");
    await ended(world, "app-seen");
    expect(calls).toHaveLength(1);
  });

  it("a clearing reset drops what was held back, and forgets runs and ids", async () => {
    const calls: string[] = [];
    const world = await startWorld(watcher(calls));
    world.inngest.control.mode({ mode: "never-call" });
    await world.client.send({ name: "go", id: "one" });
    await until(() => world.inngest.control.stats().runs.Running === 1);
    const { body } = await control(world, "reset", "POST", { clear: true });
    expect(body).toMatchObject({ mode: "normal", calls: 0, events: { received: 0 }, runs: { Running: 0 } });
    await world.client.send({ name: "go", id: "one" });
    const runs = await ended(world, "app-seen");
    expect(calls).toEqual([`${runs[0]?.run_id} 0`]);
  });

  it("down answers 503, and the SDK's own retry gets the event in once", async () => {
    const calls: string[] = [];
    const world = await startWorld(watcher(calls));
    world.inngest.control.mode({ mode: "down", times: 2 });
    const response = await fetch(`${world.inngest.url}/e/test-event-key`, {
      method: "POST",
      body: '{"name":"go"}',
    });
    expect(response.status).toBe(503);
    await world.client.send({ name: "go" });
    await ended(world, "app-seen");
    expect(calls).toHaveLength(1);
  });

  it("down can reset the connection instead", async () => {
    const world = await startWorld(watcher([]));
    world.inngest.control.mode({ mode: "down", how: "reset", times: 1 });
    const send = fetch(`${world.inngest.url}/e/test-event-key`, { method: "POST", body: '{"name":"go"}' });
    await expect(send).rejects.toThrow("fetch failed");
  });

  it("slow waits before it calls", async () => {
    const calls: string[] = [];
    const world = await startWorld(watcher(calls));
    world.inngest.control.mode({ mode: "slow", delayMs: 600_000, times: 1 });
    await world.client.send([{ name: "go" }, { name: "go" }]);
    await ended(world, "app-seen");
    expect(world.inngest.control.stats().runs).toMatchObject({ Running: 1, Completed: 1 });
    expect(calls).toHaveLength(1);
  });

  it.each([
    [{ mode: "sideways" }, "mode must be one of normal, down"],
    [{ mode: "slow", delayMs: -1 }, "delayMs"],
    [{ mode: "normal", delay: 1 }, "delay"],
    [{}, "mode"],
  ])("refuses %j and names the field", async (body, message) => {
    const world = await startWorld(watcher([]));
    const answer = await control(world, "mode", "PUT", body);
    expect(answer).toMatchObject({ status: 400, body: { error: expect.stringContaining(message) } });
  });

  it("unregister forgets functions until a commanded sync", async () => {
    const calls: string[] = [];
    const world = await startWorld(watcher(calls));
    expect((await control(world, "unregister", "POST")).body).toMatchObject({ functions: [] });
    await world.client.send({ name: "go" });
    await until(() => world.log.some((line) => line.includes("no function is registered")));
    expect(world.inngest.control.runs()).toEqual([]);
    expect(await control(world, "sync", "POST")).toMatchObject({ status: 200, body: { ok: true } });
    await world.client.send({ name: "go" });
    await ended(world, "app-seen");
    expect(calls).toHaveLength(1);
  });
});

describe("a commanded minute", () => {
  const scheduled = (client: Inngest) => [
    client.createFunction(
      { id: "nightly", retries: 0, triggers: [{ cron: "TZ=Europe/Paris 0 3 * * *" }, { cron: "0 2 * * *" }] },
      ({ event }) => event.name,
    ),
    client.createFunction({ id: "monthly", retries: 0, triggers: { cron: "0 2 1 * *" } }, () => "m"),
  ];

  it("fires the functions due in it, each at most once", async () => {
    const world = await startWorld(scheduled);
    const at = "2030-01-15T02:00:30Z";
    expect((await control(world, "tick", "POST", { at })).body).toEqual({ at, fired: ["app-nightly"] });
    expect((await control(world, "tick", "POST", { at: "2030-01-15T02:00:59Z" })).body).toMatchObject({
      fired: [],
    });
    expect(world.inngest.control.tick(new Date("2030-01-15T02:01:00Z"))).toEqual([]);
    expect(world.inngest.control.tick(new Date("2030-02-01T02:00:00Z"))).toEqual([
      "app-nightly",
      "app-monthly",
    ]);
    const runs = await ended(world, "app-nightly", 2);
    expect(runs.map((run) => run.output)).toEqual(["inngest/scheduled.timer", "inngest/scheduled.timer"]);
    expect(await ended(world, "app-monthly")).toHaveLength(1);
  });

  it("must be an ISO time", async () => {
    const world = await startWorld(scheduled);
    expect(await control(world, "tick", "POST", { at: "noon" })).toMatchObject({
      status: 400,
      body: { error: expect.stringContaining("at must be an ISO time") },
    });
  });
});
