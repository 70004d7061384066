import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findChromium } from "#cli/browser/chromium.js";
import type { JsonResult } from "#cli/report/json.js";
import { type Built, builtCommand } from "#cli/testing/process.js";
import { freePort } from "#stand-ins/port.js";
import { type Stack, startStack } from "@/local/stack";
import { type Caller, callerOf, control } from "../client";

let stack: Stack;
let built: Built;
let caller: Caller;

beforeAll(async () => {
  built = await builtCommand();
  stack = await startStack({ env: { SENTRY_TRACE_SAMPLE_RATE: "1" } });
  caller = callerOf(stack);
});
afterAll(() => stack?.stop());
afterAll(() => built?.remove());

/** The command in a process of its own, as in a pipeline. A busy machine has its verdict late, and the same one. */
async function verify(...more: string[]) {
  const argv = [
    "verify",
    "--url",
    stack.url,
    "--checks",
    "sentry-browser",
    "--json",
    "--wait",
    "240",
    ...more,
  ];
  const { code, stdout, stderr } = await built.start(argv, { ADMIN_TOKEN: stack.token }).done;
  const { checks, error } = JSON.parse(stdout) as JsonResult;
  const { verdict, cause, run } = checks["sentry-browser"] ?? {};
  return { code, verdict, cause: cause?.code ?? null, run: run ?? "", error, stderr };
}

describe.skipIf(!findChromium())(
  "the browser's check, by the command line and a Chromium of this machine",
  () => {
    test("passes: three events, of one page load, with their sources", async () => {
      const { code, verdict, cause, run: id, stderr } = await verify();
      expect({ code, verdict, cause }, stderr).toEqual({ code: 0, verdict: "pass", cause: null });
      const run = await caller.run(id);
      expect(run.expectations.filter((one) => !one.ok)).toEqual([]);
      for (const name of ["message", "trace", "tag check.page", "source"])
        expect(run.expectations.map((one) => one.name)).toEqual(
          expect.arrayContaining([name, `rejection: ${name}`, `boundary: ${name}`]),
        );
      expect(
        new Set(run.expectations.filter((one) => /trace$/.test(one.name)).map((one) => one.actual)).size,
      ).toBe(1);
      expect(run.stages.find((one) => one.name === "raised")?.detail).toBe(
        "in the browser that opened the page, by its own account",
      );
    });

    test("expects of the browser what its caller says, and blames the deployment where both agree", {
      tags: ["long"],
    }, async () => {
      const { code, cause } = await verify("--expect-release", "roundtrip@another");
      expect([code, cause]).toEqual([1, "wrong_release"]);
    });

    test("beside checks of the server's own, in one go", { tags: ["long"] }, async () => {
      const { code, verdict } = await verify("--checks", "sentry-extra");
      expect([code, verdict]).toEqual([0, "pass"]);
    });

    test("ingest that refuses the browser is told as it is of the server", async () => {
      await control(stack.sentry.url, "ingest", { mode: "status", status: 403 }, "PUT");
      const { code, cause } = await verify();
      await control(stack.sentry.url, "reset", {}, "POST");
      expect([code, cause]).toEqual([1, "dsn_rejected"]);
    });

    test("ingest that hangs is told from a blocked request", { tags: ["long"] }, async () => {
      await control(stack.sentry.url, "ingest", { mode: "hang" }, "PUT");
      const { code, cause } = await verify();
      await control(stack.sentry.url, "reset", {}, "POST");
      expect([code, cause]).toEqual([1, "browser_timeout"]);
    });
  },
);

describe("a DSN whose host is gone", { tags: ["long"] }, () => {
  test.skipIf(!findChromium())("is told from an ad blocker: the server cannot reach it either", async () => {
    const dsn = new URL(stack.sentry.dsn);
    dsn.port = String(await freePort());
    await stack.restart({ SENTRY_DSN: dsn.href });
    const { cause } = await verify();
    expect(cause).toBe("ingest_refused");
  });
});
