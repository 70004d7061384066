import { createServer } from "node:http";
import { setTimeout as after } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { freePort } from "#stand-ins/port.js";
import { startStack } from "@/local/stack";
import { pass } from "../../fleet/pass";
import { onLoopback } from "../../on-loopback";
import { callerOf } from "../client";

/** A second more than a visit waits for its page on a machine that gives the app its turn. */
const STARVED_MS = 31_000;

test("a machine that gives the app no turn for half a minute costs no verdict: the page that it asks itself for is waited for", {
  tags: ["long"],
}, async () => {
  const port = await freePort();
  let starved = 0;
  const front = createServer(async (request, response) => {
    if (request.url?.startsWith("/admin/checks/")) {
      starved += 1;
      stack.app.child.kill("SIGSTOP");
      await after(STARVED_MS);
      stack.app.child.kill("SIGCONT");
      // It had its turn: whoever gave up on the page has left by now, and raises nothing.
      await fetch(`${stack.url}/api/health/live`);
    }
    if (!response.destroyed) pass(port, request, response);
  });
  const url = `http://127.0.0.1:${await onLoopback(front)}`;
  onTestFinished(() => {
    front.closeAllConnections();
    front.close();
  });
  const stack = await startStack({ port, env: { APP_URL: url } });
  onTestFinished(() => stack.stop());
  const caller = callerOf(stack);
  const run = await caller.run(await caller.fire("sentry-stream"));
  expect([run.verdict, run.cause?.code ?? null, starved]).toEqual(["pass", null, 1]);
});
