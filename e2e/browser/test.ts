import { AxeBuilder } from "@axe-core/playwright";
import { test as base, expect, type Page } from "@playwright/test";

/** What the tests are run against. */
export interface Target {
  url: string;
  token: string;
  /**
   * Control addresses of the stand-ins, and where the app keeps its runs; null against a deployment, where
   * nothing can be broken on purpose.
   */
  local: { sentry: string; inngest: string; store: string } | null;
}

function target(): Target {
  const { E2E_BASE_URL, E2E_ADMIN_TOKEN, E2E_LOCAL } = process.env;
  if (E2E_BASE_URL) {
    if (!E2E_ADMIN_TOKEN)
      throw new Error("E2E_ADMIN_TOKEN is not set: the tests sign in at E2E_BASE_URL with it");
    return { url: E2E_BASE_URL.replace(/\/$/, ""), token: E2E_ADMIN_TOKEN, local: null };
  }
  if (!E2E_LOCAL) throw new Error("the local stack is not running");
  const { url, token, ...local } = JSON.parse(E2E_LOCAL) as {
    url: string;
    token: string;
    sentry: string;
    inngest: string;
    store: string;
  };
  return { url, token, local };
}

/** Chromium calls every 5xx answer an error: checks answer 500 on purpose, and status 503 until all is proven. */
const EXPECTED = /\/api\/health\/sentry(-[a-z-]+|\/status)?$/;

/** What the frame of the browser's check raises. */
const RAISED = /Roundtrip check "sentry-browser" raised this on purpose/;

/** Signs in and opens the page; an error on the console that nobody expected fails the test. */
export const test = base.extend<{ target: Target; dashboard: Page; tolerates: RegExp }>({
  /** What a test itself makes the browser complain of. */
  tolerates: [/(?!)/, { option: true }],
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the parameter's destructuring.
  target: async ({}, use) => use(target()),
  dashboard: async ({ page, target, tolerates }, use) => {
    const unexpected: string[] = [];
    page.on("console", (message) => {
      const { url } = message.location();
      // The SDK sends sessions of its own to a Sentry that was told to refuse.
      const expected =
        RAISED.test(message.text()) ||
        tolerates.test(message.text()) ||
        (/status of 50[03]/.test(message.text()) && EXPECTED.test(url)) ||
        url.includes("/envelope/");
      if (message.type() === "error" && !expected) unexpected.push(`${message.text()} ${url}`);
    });
    page.on("pageerror", (error) => {
      if (!RAISED.test(error.message)) unexpected.push(error.message);
    });
    await page.goto(`${target.url}/admin/login#token=${target.token}`);
    await page.waitForURL("**/admin/sentry");
    // Cards grow when what earlier visits left is recalled, and a button moves from under the pointer.
    await expect(page.getByRole("region", { name: "Checks", exact: true })).toHaveAttribute(
      "aria-busy",
      "false",
    );
    await use(page);
    expect(unexpected, "errors on the console").toEqual([]);
  },
});

/** Tells a stand-in how to behave. */
export async function control(base: string, verb: string, body: unknown, method = "PUT"): Promise<void> {
  const response = await fetch(`${base}/_control/${verb}`, {
    method,
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${verb}: ${response.status} ${await response.text()}`);
}

/** No violation of WCAG 2.2 AA that axe can find. */
export async function expectAccessible(page: Page): Promise<void> {
  // What is still fading in has no contrast of its own yet.
  await page.evaluate(() =>
    Promise.allSettled(
      document
        .getAnimations()
        .filter((one) => one.effect?.getComputedTiming().iterations !== Number.POSITIVE_INFINITY)
        .map((one) => one.finished),
    ).then(() => undefined),
  );
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.target).join(" ")}`)).toEqual([]);
}

export { expect };
