// @module-tag long
import { type Browser, type BrowserContext, type Page, chromium as playwright } from "@playwright/test";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { RunAnswer } from "#verdict/answer.js";
import { chromium } from "@/local/chromium";
import { type Stack, startStack } from "@/local/stack";
import { noChromium } from "../../sabotage/browser";
import { type Caller, callerOf } from "../client";

const missing = noChromium();
if (missing) console.error(`SKIPPED: ${missing}, so nothing was proven of a browser's part in a trace`);

let stack: Stack;
let caller: Caller;
let browser: Browser;
let context: BrowserContext;

beforeAll(async () => {
  if (missing) return;
  stack = await startStack({ env: { SENTRY_TRACE_SAMPLE_RATE: "0.000001", RUN_DEADLINE_SECONDS: "20" } });
  caller = callerOf(stack);
  browser = await playwright.launch(chromium());
});
afterAll(async () => {
  await browser?.close();
  await stack?.stop();
});
beforeEach(async () => {
  if (missing) return;
  const [name = "", value = ""] = (await caller.signIn()).split("=");
  context = await browser.newContext();
  await context.addCookies([{ name, value, url: stack.url }]);
  return () => context.close();
});

/** Presses the check's button, and answers the run once it is decided. */
async function press(tamper: (page: Page) => Promise<unknown> = async () => undefined): Promise<RunAnswer> {
  const page = await context.newPage();
  await page.goto(`${stack.url}/admin/sentry`);
  await tamper(page);
  // A click before the script is there is answered by a plain form, which this browser's SDK does not see.
  await page.locator("[data-live=yes]").waitFor();
  // A check that has not run yet stands behind one line.
  const row = page.getByRole("button", { name: /^Run (again )?Tracing$/ });
  if (!(await row.isVisible())) await page.locator("details.rt-idle > summary").click();
  const fired = page.waitForResponse((one) => one.url().endsWith("/api/health/sentry-trace"));
  await row.click();
  const id = (await fired).headers()["x-check-run"] ?? "";
  return caller.run(id);
}

test.skipIf(missing)("the line of checks that have not run counts one no longer once it runs", async () => {
  const page = await context.newPage();
  await page.goto(`${stack.url}/admin/sentry`);
  await page.locator("[data-live=yes]").waitFor();
  const line = page.locator("details.rt-idle > summary");
  const [first, ...others] = await page.locator("details.rt-idle h3").allTextContents();
  const said = (titles: readonly string[]) =>
    `${titles.length} more checks have not run for this release: ${titles.join(", ")}`;
  expect(await line.textContent()).toBe(said([first ?? "", ...others]));
  await line.click();
  await page.getByRole("button", { name: `Run ${first}`, exact: true }).click();
  await expect.poll(() => line.textContent()).toBe(said(others));
  const form = page.locator("form").filter({ hasText: `Run these ${others.length} too` });
  expect(await form.locator("input[name=check]").count()).toBe(others.length);
});

test.skipIf(missing)("a browser's span is the first of the trace, whatever chance would say", async () => {
  const run = await press();
  expect([run.verdict, run.cause]).toEqual(["pass", null]);
  expect(run.expectations.filter((one) => !one.ok)).toEqual([]);
  expect(run.expectations.map((one) => one.name)).toContain("browser span");
});

test.skipIf(missing)("a proxy that takes the trace's headers away is told of", async () => {
  const run = await press((page) =>
    page.route("**/api/health/sentry-trace", (route) => {
      const { "sentry-trace": _trace, baggage: _baggage, ...headers } = route.request().headers();
      return route.continue({ headers });
    }),
  );
  expect([run.verdict, run.cause?.code]).toEqual(["fail", "trace_browser_apart"]);
});

test.skipIf(missing)(
  "a browser that cannot send to Sentry is told from one that handed on no trace",
  async () => {
    const run = await press((page) => page.route(`${stack.sentry.url}/**`, (route) => route.abort()));
    expect([run.verdict, run.cause?.code]).toEqual(["fail", "trace_browser_missing"]);
  },
);

test.skipIf(missing)("at a rate of 0 the browser stores no span either", async () => {
  await stack.restart({ SENTRY_TRACE_SAMPLE_RATE: "0" });
  const run = await press();
  expect([run.verdict, run.cause]).toEqual(["pass", null]);
  expect(run.stages.at(-1)?.name).toBe("absent");
});
