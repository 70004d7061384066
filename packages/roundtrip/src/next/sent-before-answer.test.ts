import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import * as Sentry from "@sentry/nextjs";
import { Inngest } from "inngest";
import { serve } from "inngest/edge";
import { afterAll, beforeAll, expect, test } from "vitest";
import { SentryMiddleware } from "#inngest/middleware.js";
import { reportingProxy } from "#sentry/sdk/proxy-errors.js";

let sentry: Server;
/** Answers of Sentry's that are still owed. */
const owed: ServerResponse[] = [];

beforeAll(async () => {
  sentry = createServer((request, response) => {
    request.resume();
    owed.push(response);
  });
  await new Promise<void>((ready) => sentry.listen(0, "127.0.0.1", ready));
  const { port } = sentry.address() as AddressInfo;
  Sentry.init({ dsn: `http://key@127.0.0.1:${port}/1`, defaultIntegrations: false });
});
afterAll(async () => {
  await Sentry.close(100);
  sentry.closeAllConnections();
  await new Promise((closed) => sentry.close(closed));
});

const client = new Inngest({ id: "shop", isDev: true, checkpointing: false, middleware: [SentryMiddleware] });
const failing = client.createFunction({ id: "failing", retries: 0, triggers: [{ event: "order" }] }, () => {
  throw new Error("the task's own");
});
const tasks = serve({ client, functions: [failing] });

const called = () =>
  tasks(
    new Request("http://127.0.0.1/api/inngest?fnId=shop-failing&stepId=step", {
      method: "POST",
      headers: { "content-type": "application/json", host: "127.0.0.1" },
      body: JSON.stringify({
        version: -1,
        event: { name: "order", data: {} },
        events: [{ name: "order", data: {} }],
        steps: {},
        ctx: {
          run_id: "01J0000000000000000000000A",
          fn_id: "shop-failing",
          attempt: 0,
          max_attempts: 1,
          disable_immediate_execution: false,
          use_api: false,
          stack: { stack: [], current: 0 },
        },
      }),
    }),
  );
const passed = () =>
  reportingProxy(() => Promise.reject(new Error("the proxy's own")))(new Request("http://127.0.0.1/own"));

// The evidence of both says so ("held by the answer"), and on a host that stops processes a verdict rests on it.
test.each([
  ["the last attempt of a task", called],
  ["a proxy that throws", passed],
])("%s is answered only once Sentry has answered", async (_title, ask) => {
  let status: number | null = null;
  const answer = ask().then((response) => {
    status = response.status;
  });
  await expect.poll(() => owed).toHaveLength(1);
  // Whatever is ready goes first.
  for (let turn = 0; turn < 100; turn += 1) await new Promise((others) => setImmediate(others));
  expect(status).toBeNull();
  for (const response of owed.splice(0)) response.end("{}");
  await answer;
  expect(status).toBeGreaterThanOrEqual(400);
});
