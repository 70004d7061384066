import { Inngest } from "inngest";
import { serve } from "inngest/node";
import { expect, it, onTestFinished } from "vitest";
import { startInngest } from "#inngest/server.js";
import { ended, startApp, startWorld, TEST_SIGNING_KEY, until } from "#inngest/testing/server.js";

const counter = (client: Inngest) => [
  client.createFunction({ id: "count", retries: 20, triggers: { event: "go" } }, () => "counted"),
];

it("a run started while the app is down is completed when the app is up again", async () => {
  const world = await startWorld(counter, { backoffMs: [10, 20, 50] });
  await world.app.close();
  await world.client.send({ name: "go" });
  await until(() => world.log.some((line) => line.includes("ECONNREFUSED")));
  await world.restart();
  const [run] = await ended(world, "app-count");
  expect(run).toMatchObject({ status: "Completed", output: "counted" });
  expect(run?.attempts).toBeGreaterThan(1);
});

it("an app that is not up yet is asked until it registers", async () => {
  const log: string[] = [];
  const placeholder = await startApp((_, response) => response.end());
  await placeholder.close();
  const inngest = await startInngest({
    app: placeholder.url,
    signingKey: TEST_SIGNING_KEY,
    syncBackoffMs: [5],
    resyncMs: 0,
    log: (line) => log.push(line),
  });
  onTestFinished(() => inngest.close());
  await until(() => log.some((line) => line.includes("not yet (ECONNREFUSED)")));
  const client = new Inngest({ id: "app", isDev: false, baseUrl: inngest.url, signingKey: TEST_SIGNING_KEY });
  const listener = serve({ client, functions: counter(client), servePath: "/api/inngest" });
  await startApp(listener, Number(new URL(placeholder.url).port));
  await until(() => inngest.control.stats().functions.includes("app-count"));
  expect(log.filter((line) => line.includes("not yet"))).toHaveLength(1);
});

it("an app with another signing key is not registered, and the log says why", async () => {
  const world = await startWorld(counter);
  const client = new Inngest({
    id: "stranger",
    isDev: false,
    baseUrl: world.inngest.url,
    signingKey: `signkey-test-${"cd".repeat(32)}`,
  });
  const app = await startApp(serve({ client, functions: counter(client), servePath: "/api/inngest" }));
  const result = await world.inngest.sync(app.url);
  expect(result).toMatchObject({ ok: false, status: 401 });
  expect(result.message).toContain("INNGEST_SIGNING_KEY");
  expect(world.inngest.control.stats().functions).toEqual(["app-count"]);
});

it("an app is asked again from time to time where the server was told to, so that a silent restart is noticed", async () => {
  const world = await startWorld(counter, { resyncMs: 10 });
  await world.app.close();
  const fresh = world.client.createFunction(
    { id: "fresh", retries: 0, triggers: { cron: "0 0 * * *" } },
    () => 1,
  );
  await world.restart([fresh]);
  await until(() => world.inngest.control.stats().functions.includes("app-fresh"));
  expect(world.inngest.control.tick(new Date("2030-01-01T00:00:00Z"))).toEqual(["app-fresh"]);
});
