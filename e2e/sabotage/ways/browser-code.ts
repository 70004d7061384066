import { DEAD_TUNNEL } from "../altered/options";
import { BROWSER_CHECK } from "../browser";
import { type DoctorSays, type Expected, each, fail, finds, pass, type Sabotage } from "../sabotage";

/** A fault of the code that runs in the browser. */
const ofCode = (when: string, fault: string, expected: Expected, doctor: DoctorSays): Sabotage => ({
  when,
  fault,
  doctor,
  steps: [{ browser: async () => undefined, checks: each(expected, BROWSER_CHECK) }],
});

/** Faults of the app's own code in the browser. */
export const browserFaults: readonly Sabotage[] = [
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
  ofCode(
    "When beforeSend throws in the browser",
    "browser-before-send-throws",
    fail("captured", "browser_threw"),
    finds("sdk_browser_before_send_drops", /: let beforeSend/),
  ),
  ofCode(
    "When beforeSend gives events an id of its own in the browser",
    "browser-rewrites-id",
    fail("matched", "stored_under_other_id"),
    "only by firing",
  ),
  ofCode(
    "When the browser's SDK samples no errors",
    "browser-samples-none",
    fail("captured", "dropped_sampled"),
    finds("sdk_browser_sends_nothing", /: remove sampleRate/),
  ),
  ofCode(
    "When the browser's SDK samples half of the errors, and keeps the check's",
    "browser-samples-half-kept",
    fail("captured", "errors_sampled"),
    finds("sdk_browser_samples", /: remove sampleRate/),
  ),
  ofCode(
    "When the browser's SDK samples half of the errors, and leaves the check's out",
    "browser-samples-half-left-out",
    fail("captured", "dropped_sampled"),
    finds("sdk_browser_samples", /: remove sampleRate/),
  ),
  {
    when: "When nothing listens at the tunnel that the browser's SDK sends to",
    fault: "browser-tunnel-dead",
    doctor: finds("browser_ingest_blocked", /Open http:\/\/localhost:/),
    env: { SENTRY_BROWSER_TUNNEL: DEAD_TUNNEL },
    steps: [
      { browser: async () => undefined, checks: each(fail("accepted", "tunnel_unreachable"), BROWSER_CHECK) },
    ],
  },
  ofCode("When Sentry.init of the browser has a transport of its own", "browser-own-transport", pass, "well"),
  ofCode("When Sentry.init of the browser has a sampler of its own", "browser-own-sampler", pass, "well"),
  ofCode("When another Sentry.init comes before ours in the browser", "browser-init-before", pass, "well"),
  ofCode(
    "When the integration is added after Sentry.init in the browser",
    "browser-integration-late",
    pass,
    finds("sdk_browser_integration_late", /addIntegration/),
  ),
  ofCode(
    "When Sentry.init of the browser is given the integration twice",
    "browser-integration-twice",
    pass,
    finds("sdk_browser_integration_twice", /once/),
  ),
];
