import { invoke, NonRetriableError, RetryAfterError, StepError } from "inngest";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { ended, startWorld, until } from "#inngest/testing/server.js";

describe.each([
  { name: "signed", dev: false },
  { name: "in dev mode", dev: true },
])("a function served by the real SDK, $name", ({ dev }) => {
  it("runs once for its event and keeps what it gave", async () => {
    const world = await startWorld(
      (client) => [
        client.createFunction(
          { id: "plain", retries: 0, triggers: { event: "go" } },
          ({ event, runId, attempt }) => ({
            got: event.data,
            runId,
            attempt,
          }),
        ),
      ],
      { dev },
    );
    const { ids } = await world.client.send({ name: "go", data: { n: 1, text: 'ü "quoted" \u2028' } });
    const [run] = await ended(world, "app-plain");
    expect(run).toMatchObject({ status: "Completed", calls: 1, attempts: 1, event_id: ids[0] });
    expect(run?.output).toEqual({ got: { n: 1, text: 'ü "quoted" \u2028' }, runId: run?.run_id, attempt: 0 });
    expect(world.inngest.control.runs()).toHaveLength(1);
  });

  it("is tried again after it throws, and the attempt counts up", async () => {
    const attempts: number[] = [];
    const world = await startWorld(
      (client) => [
        client.createFunction(
          { id: "shaky", retries: 3, triggers: { event: "go" } },
          ({ attempt, maxAttempts }) => {
            attempts.push(attempt);
            if (attempt < 2) throw new Error(`attempt ${attempt} fails`);
            return maxAttempts;
          },
        ),
      ],
      { dev },
    );
    await world.client.send({ name: "go" });
    const [run] = await ended(world, "app-shaky");
    expect(run).toMatchObject({ status: "Completed", output: 4, attempts: 3 });
    expect(attempts).toEqual([0, 1, 2]);
  });

  it("fails after its last attempt, and its onFailure is told the error and the event", async () => {
    const told: unknown[] = [];
    const world = await startWorld(
      (client) => [
        client.createFunction(
          {
            id: "doomed",
            retries: 1,
            triggers: { event: "go" },
            onFailure: ({ error, event }) => {
              told.push([error.name, error.message, event.data.function_id, event.data.event.data]);
            },
          },
          () => {
            throw new TypeError("always");
          },
        ),
        client.createFunction(
          { id: "other", triggers: { event: "go" }, onFailure: () => told.push("wrong") },
          () => 1,
        ),
      ],
      { dev },
    );
    await world.client.send({ name: "go", data: { n: 7 } });
    const [run] = await ended(world, "app-doomed");
    expect(run).toMatchObject({ status: "Failed", attempts: 2, calls: 2 });
    expect(run?.output).toMatchObject({ name: "TypeError", message: "always" });
    const [failure] = await ended(world, "app-doomed-failure");
    expect(failure).toMatchObject({ status: "Completed" });
    expect(told).toEqual([["TypeError", "always", "app-doomed", { n: 7 }]]);
  });

  it("runs its steps once each, and parallel ones side by side", async () => {
    const ran: string[] = [];
    const world = await startWorld(
      (client) => [
        client.createFunction({ id: "steps", retries: 1, triggers: { event: "go" } }, async ({ step }) => {
          const a = await step.run("a", () => ran.push("a"));
          const both = await Promise.all([
            step.run("b", () => ran.push("b") && "b"),
            step.run("c", () => ran.push("c") && "c"),
            step.sleepUntil("past", new Date(0)),
          ]);
          const caught = await step
            .run("d", () => {
              ran.push("d");
              throw new NonRetriableError("no d");
            })
            .catch((error: unknown) => (error instanceof StepError ? error.message : "?"));
          return { a, both, caught };
        }),
      ],
      { dev },
    );
    await world.client.send({ name: "go" });
    const [run] = await ended(world, "app-steps");
    expect(run).toMatchObject({
      status: "Completed",
      output: { a: 1, both: ["b", "c", null], caught: "no d" },
    });
    expect(ran.toSorted()).toEqual(["a", "b", "c", "d"]);
    // a, the plan, b, c, then once for the whole group (which runs d), and the end: no call for each of the group.
    expect(run?.calls).toBe(6);
  });
});

it("does not try a NonRetriableError again", async () => {
  const world = await startWorld((client) => [
    client.createFunction({ id: "final", retries: 5, triggers: { event: "go" } }, () => {
      throw new NonRetriableError("never again");
    }),
  ]);
  await world.client.send({ name: "go" });
  const [run] = await ended(world, "app-final");
  expect(run).toMatchObject({ status: "Failed", attempts: 1, output: { message: "never again" } });
});

it("waits as long as a RetryAfterError says, not as long as the back-off", async () => {
  const world = await startWorld(
    (client) => [
      client.createFunction({ id: "later", retries: 1, triggers: { event: "go" } }, ({ attempt }) => {
        if (attempt === 0) throw new RetryAfterError("not yet", new Date());
        return "now";
      }),
    ],
    { backoffMs: [3_600_000] },
  );
  await world.client.send({ name: "go" });
  expect((await ended(world, "app-later"))[0]).toMatchObject({
    status: "Completed",
    output: "now",
    attempts: 2,
  });
});

it("tries a step again by itself, with its own count of attempts", async () => {
  const seen: string[] = [];
  const world = await startWorld((client) => [
    client.createFunction(
      { id: "step-retry", retries: 2, triggers: { event: "go" } },
      async ({ step, attempt }) => {
        await step.run("first", () => seen.push(`first ${attempt}`));
        await Promise.all(
          ["x", "y"].map((id) =>
            step.run(id, () => {
              seen.push(`${id} ${attempt}`);
              if (id === "y" && attempt < 2) throw new Error("y fails");
            }),
          ),
        );
        return "done";
      },
    ),
  ]);
  await world.client.send({ name: "go" });
  expect((await ended(world, "app-step-retry"))[0]).toMatchObject({
    status: "Completed",
    output: "done",
    attempts: 3,
  });
  expect(seen.toSorted()).toEqual(["first 0", "x 0", "y 0", "y 1", "y 2"]);
});

it("fails the run with the step's error when its attempts are used up", async () => {
  const world = await startWorld((client) => [
    client.createFunction({ id: "step-fails", retries: 1, triggers: { event: "go" } }, ({ step }) =>
      step.run("bad", () => {
        throw new RangeError("bad step");
      }),
    ),
  ]);
  await world.client.send({ name: "go" });
  const [run] = await ended(world, "app-step-fails");
  expect(run).toMatchObject({
    status: "Failed",
    attempts: 2,
    output: { name: "RangeError", message: "bad step" },
  });
});

it("goes on after a race as soon as one branch has won", async () => {
  const order: string[] = [];
  const world = await startWorld((client) => [
    client.createFunction({ id: "race", retries: 0, triggers: { event: "go" } }, async ({ step, group }) => {
      const winner = await group.parallel({ mode: "race" }, () =>
        Promise.race([
          step.waitForEvent("never", { event: "end-of-race", timeout: "1h" }).then(() => "wait"),
          step.run("quick", () => "quick"),
        ]),
      );
      await step.run("after", () => order.push(winner));
      return winner;
    }),
  ]);
  await world.client.send({ name: "go" });
  await until(() => order.length > 0);
  expect(order).toEqual(["quick"]);
  await world.client.send({ name: "end-of-race" });
  expect((await ended(world, "app-race"))[0]).toMatchObject({ status: "Completed", output: "quick" });
});

it("sleeps, then goes on, without running again what ran before", async () => {
  const ran: string[] = [];
  const world = await startWorld((client) => [
    client.createFunction({ id: "sleeper", retries: 0, triggers: { event: "go" } }, async ({ step }) => {
      await step.run("before", () => ran.push("before"));
      await step.sleep("nap", "1s");
      await step.run("after", () => ran.push("after"));
      return ran;
    }),
  ]);
  await world.client.send({ name: "go" });
  await until(() => world.log.some((line) => line.endsWith("Sleep:nap")));
  expect(ran).toEqual(["before"]);
  expect((await ended(world, "app-sleeper"))[0]?.output).toEqual(["before", "after"]);
});

it("invokes another function and gets its result, or its error, or that it is unknown", async () => {
  const world = await startWorld((client) => {
    const child = client.createFunction(
      { id: "child", retries: 0, triggers: invoke(z.object({ n: z.number() })) },
      ({ event }) => {
        if (event.data.n < 0) throw new Error("negative");
        return Math.sqrt(event.data.n);
      },
    );
    const unserved = client.createFunction({ id: "unserved", retries: 0 }, () => 0);
    const parent = client.createFunction(
      { id: "parent", retries: 0, triggers: { event: "go" } },
      async ({ step }) => {
        const root = await step.invoke("root", { function: child, data: { n: 81 } });
        const told = (error: unknown) => (error instanceof Error ? error.message : "?");
        const bad = await step.invoke("bad", { function: child, data: { n: -1 } }).catch(told);
        const gone = await step.invoke("gone", { function: unserved, data: {} }).catch(told);
        return { root, bad, gone };
      },
    );
    return [child, parent];
  });
  await world.client.send({ name: "go" });
  expect((await ended(world, "app-parent"))[0]).toMatchObject({
    status: "Completed",
    output: { root: 9, bad: "negative", gone: "function not found: app-unserved is not registered" },
  });
});

it("waits for the event that matches, and gives null when none came in time", async () => {
  const world = await startWorld((client) => [
    client.createFunction({ id: "waiter", retries: 0, triggers: { event: "go" } }, async ({ step }) => {
      const met = await step.waitForEvent("met", { event: "paid", timeout: "1h", match: "data.id" });
      const missed = await step.waitForEvent("missed", { event: "shipped", timeout: 1 });
      return { met: met?.data, missed };
    }),
  ]);
  await world.client.send({ name: "go", data: { id: 1 } });
  await until(() => world.log.some((line) => line.includes("WaitForEvent:met")));
  await world.client.send({ name: "paid", data: { id: 2, by: "wrong" } });
  await world.client.send({ name: "paid", data: { id: 1, by: "right" } });
  expect((await ended(world, "app-waiter"))[0]).toMatchObject({
    status: "Completed",
    output: { met: { id: 1, by: "right" }, missed: null },
  });
});

it("sends events from a step, and they trigger others", async () => {
  const world = await startWorld((client) => [
    client.createFunction({ id: "sender", retries: 0, triggers: { event: "go" } }, async ({ step }) => {
      const { ids } = await step.sendEvent("fan-out", [
        { name: "next", data: { n: 1 } },
        { name: "next", data: { n: 2 } },
      ]);
      return ids.length;
    }),
    client.createFunction(
      { id: "next", retries: 0, triggers: { event: "next" } },
      ({ event }) => event.data.n,
    ),
  ]);
  await world.client.send({ name: "go" });
  const runs = await ended(world, "app-next", 2);
  expect(runs.map((run) => run.output).toSorted()).toEqual([1, 2]);
  expect((await ended(world, "app-sender"))[0]?.output).toBe(2);
});
