import type { Page } from "@playwright/test";
import { BROWSER_CHECK, type Tamper } from "../browser";
import { type DoctorSays, type Expected, each, fail, finds, pass, type Sabotage } from "../sabotage";

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

/** A fault of the code that runs in the browser. */
const ofCode = (when: string, fault: string, expected: Expected, doctor: DoctorSays): Sabotage => ({
  when,
  fault,
  doctor,
  steps: [{ browser: async () => undefined, checks: each(expected, BROWSER_CHECK) }],
});

/** Faults of the app's own code in the browser and the edge runtime. */
export const runtimeFaults: readonly Sabotage[] = [
  ofCode(
    "When the SDK is not started in the browser",
    "no-browser-sdk",
    fail("captured", "sdk_not_started_browser"),
    finds("sdk_browser_not_started", /instrumentation-client\.ts: /),
  ),
  ofCode(
    "When the SDK is started in the browser, and switched off",
    "browser-disabled",
    fail("captured", "sdk_disabled"),
    finds(
      "sdk_browser_sends_nothing",
      /^instrumentation-client\.ts or sentry\.client\.config\.ts: remove enabled/,
    ),
  ),
  ofCode(
    "When another Sentry.init comes after ours in the browser",
    "browser-init-after",
    fail("captured", "sdk_other_init"),
    finds("sdk_browser_other_init", /later call replaces/),
  ),
  {
    when: "When the SDK is started in the edge runtime, and switched off",
    fault: "edge-disabled",
    doctor: finds("sdk_edge_sends_nothing", /^sentry\.edge\.config\.ts: remove enabled/),
    steps: [
      { checks: { ...each(fail("captured", "sdk_disabled"), "sentry-edge"), ...each(pass, "sentry") } },
    ],
  },
  ofCode(
    "When the SDK does not listen for uncaught errors in the browser",
    "no-handlers",
    fail("captured", "not_captured_browser"),
    finds("sdk_browser_handlers_missing", /^instrumentation-client\.ts or sentry\.client\.config\.ts: /),
  ),
  ofCode(
    "When beforeSend drops events in the browser",
    "browser-before-send",
    fail("captured", "browser_before_send"),
    finds(
      "sdk_browser_before_send_drops",
      /^instrumentation-client\.ts or sentry\.client\.config\.ts: let beforeSend/,
    ),
  ),
  ofCode(
    "When beforeSend never answers in the browser",
    "browser-before-send-hangs",
    fail("captured", "hook_never_answers"),
    finds(
      "sdk_browser_hook_never_answers",
      /^instrumentation-client\.ts or sentry\.client\.config\.ts: let beforeSend/,
    ),
  ),
  {
    when: "When beforeSend never answers in the edge runtime",
    fault: "edge-before-send-hangs",
    doctor: finds("sdk_edge_hook_never_answers", /^sentry\.edge\.config\.ts: let beforeSend/),
    steps: [
      { checks: { ...each(fail("captured", "hook_never_answers"), "sentry-edge"), ...each(pass, "sentry") } },
    ],
  },
  ofCode(
    "When the browser's SDK sends to a tunnel that has no route",
    "browser-tunnel-without-route",
    fail("accepted", "tunnel_refused"),
    finds(
      "browser_tunnel_refused",
      /correct the option tunnel of Sentry\.init\(\) in instrumentation-client\.ts/,
    ),
  ),
  ofCode(
    "When the browser's SDK sends to a tunnel that asks for a sign-in",
    "browser-tunnel-behind-sign-in",
    fail("accepted", "tunnel_refused"),
    finds("browser_tunnel_refused", /without a sign-in/),
  ),
  ofCode(
    "When a page of the app answers in place of the browser's tunnel",
    "browser-tunnel-is-page",
    fail("accepted", "tunnel_answers_itself"),
    finds("browser_tunnel_is_page", /Add a route/),
  ),
  ofCode(
    "When the browser's SDK sends to a tunnel on a third host, which no setting names",
    "browser-tunnel-elsewhere",
    fail("accepted", "csp_blocks_tunnel"),
    finds("browser_tunnel_untried", /^SENTRY_BROWSER_TUNNEL=http:\/\/localhost:/),
  ),
  {
    when: "When the browser's SDK sends to a tunnel on a third host, and a setting names it",
    fault: "browser-tunnel-elsewhere",
    doctor: "well",
    env: ({ stack }) => ({ SENTRY_BROWSER_TUNNEL: stack.sentry.url.replace("127.0.0.1", "localhost") }),
    steps: [{ browser: async () => undefined, checks: each(pass, BROWSER_CHECK) }],
  },
  ofCode(
    "When an ignore rule matches too much in the browser",
    "browser-ignores",
    fail("captured", "browser_ignored"),
    finds("sdk_browser_ignores_checks", /narrow ignoreErrors \/\^RoundtripError\//),
  ),
  ofCode(
    "When the browser is given options of another release",
    "browser-release",
    fail("matched", "browser_release_differs"),
    finds("sdk_browser_differs", /cache/),
  ),
  ofCode(
    "When the browser is given options of another environment",
    "browser-environment",
    fail("matched", "browser_environment_differs"),
    finds("sdk_browser_differs", /cache/),
  ),
  ofCode(
    "When the app's error boundary reports nothing",
    "silent-boundary",
    fail("captured", "not_captured_boundary"),
    "only by firing",
  ),
  {
    when: "When the SDK is not started in the edge runtime",
    fault: "no-edge-sdk",
    doctor: finds("sdk_edge_not_started", /sentry\.edge\.config/),
    steps: [
      { checks: { ...each(fail("captured", "sdk_not_started"), "sentry-edge"), ...each(pass, "sentry") } },
    ],
  },
  {
    when: "When the edge runtime names another release",
    fault: "edge-other-release",
    doctor: finds("sdk_edge_differs", /^sentry\.edge\.config\.ts: let Sentry\.init/),
    steps: [
      { checks: { ...each(fail("matched", "wrong_release"), "sentry-edge"), ...each(pass, "sentry") } },
    ],
  },
  {
    when: "When the edge runtime names another environment",
    fault: "edge-other-environment",
    doctor: finds("sdk_edge_differs", /^sentry\.edge\.config\.ts: let Sentry\.init/),
    steps: [
      { checks: { ...each(fail("matched", "wrong_environment"), "sentry-edge"), ...each(pass, "sentry") } },
    ],
  },
];
