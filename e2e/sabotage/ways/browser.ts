import type { Page } from "@playwright/test";
import { BROWSER_CHECK, type Tamper } from "../browser";
import { type Expected, each, fail, pass, type Sabotage } from "../sabotage";

const PAGE = "**/admin/checks/browser/*";

/**
 * Rewrites the page on its way to the browser: its policy, its text. Chromium takes such a page for one of the
 * public network, which may not send to this machine: it serves where nothing is to be sent.
 */
const rewriting =
  (change: (page: { policy: string; body: string }) => { policy?: string; body?: string }): Tamper =>
  (page: Page) =>
    page.route(PAGE, async (route) => {
      const response = await route.fetch({ headers: await route.request().allHeaders() });
      const headers = response.headers();
      const policy = headers["content-security-policy"] ?? "";
      const body = await response.text();
      const changed = { policy, body, ...change({ policy, body }) };
      if (changed.policy === policy && changed.body === body)
        throw new Error("nothing was changed on the page");
      await route.fulfill({
        response,
        body: changed.body,
        headers: { ...headers, "content-security-policy": changed.policy },
      });
    });

const inBrowser = (
  when: string,
  tamper: Tamper,
  expected: Expected,
  more: Pick<Sabotage, "quick" | "doctor"> = {},
): Sabotage => ({
  when,
  ...more,
  steps: [{ browser: tamper, checks: each(expected, BROWSER_CHECK) }],
});

/** What stands between an app's pages and Sentry, in the browser and on the way to it. */
export const browserWays: readonly Sabotage[] = [
  inBrowser(
    "When an ad blocker stops what the browser sends to Sentry",
    (page) => page.route("**/envelope/**", (route) => route.abort("blockedbyclient")),
    fail("accepted", "browser_request_blocked"),
    { quick: true },
  ),
  inBrowser(
    "When an ad blocker answers in Sentry's place",
    (page) =>
      page.route("**/envelope/**", (route) =>
        route.fulfill({ status: 200, body: "", headers: { "access-control-allow-origin": "*" } }),
      ),
    fail("accepted", "not_sentry"),
  ),
  inBrowser(
    "When the page's policy lacks Sentry's origin",
    rewriting(({ policy }) => ({ policy: policy.replace(/connect-src [^;]*/, "connect-src 'self'") })),
    fail("accepted", "csp_blocks_ingest"),
    { quick: true },
  ),
  inBrowser(
    "When a page asks for the SDK's options, and no DSN comes",
    (page) => page.route("**/sentry-settings", (route) => route.fulfill({ json: {} })),
    fail("captured", "browser_unconfigured"),
  ),
  inBrowser(
    "When a script of the page stops errors before the SDK sees them",
    (page) =>
      page.addInitScript(() => {
        for (const type of ["error", "unhandledrejection"])
          addEventListener(type, (event) => event.stopImmediatePropagation(), true);
      }),
    fail("captured", "not_captured_browser"),
  ),
  inBrowser(
    "When the scripts of the page are blocked",
    (page) => page.route("**/_next/static/**", (route) => route.abort("blockedbyclient")),
    fail("raised", "browser_page_silent"),
  ),
  {
    when: "When a run is minted, and no browser opens its page",
    steps: [
      {
        fire: async (ground) => ({ [BROWSER_CHECK]: (await ground.browser.mint()).run }),
        checks: each(fail("raised", "browser_not_opened"), BROWSER_CHECK),
      },
    ],
  },
  {
    when: "When Sentry refuses the browser's events",
    steps: [
      {
        break: (ground) => ground.sentry("PUT", "ingest", { mode: "status", status: 403 }),
        browser: async () => undefined,
        checks: each(fail("accepted", "dsn_rejected"), BROWSER_CHECK),
      },
    ],
  },
  {
    when: "When the project does not allow the app's origin",
    steps: [
      {
        break: (ground) =>
          ground.sentry("PUT", "ingest", {
            mode: "status",
            status: 403,
            body: '{"detail":"event submission rejected with_reason: Cors"}',
          }),
        browser: async () => undefined,
        checks: each(fail("accepted", "browser_origin_refused"), BROWSER_CHECK),
      },
    ],
  },
  inBrowser("When nothing is tampered with", async () => undefined, pass, { doctor: "well" }),
];
