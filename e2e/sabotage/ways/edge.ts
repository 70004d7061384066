import { type DoctorSays, type Expected, each, fail, finds, pass, type Sabotage } from "../sabotage";

/** A fault of the code that runs in the edge runtime: what runs in Node is well beside it. */
const edge = (when: string, fault: string, expected: Expected, doctor: DoctorSays): Sabotage => ({
  when,
  fault,
  doctor,
  steps: [{ checks: { ...each(expected, "sentry-edge"), ...each(pass, "sentry") } }],
});

/** Faults of the app's own code in the edge runtime. */
export const edgeFaults: readonly Sabotage[] = [
  edge(
    "When the SDK is started in the edge runtime, and switched off",
    "edge-disabled",
    fail("captured", "sdk_disabled"),
    finds("sdk_edge_sends_nothing", /^sentry\.edge\.config\.ts: remove enabled/),
  ),
  edge(
    "When beforeSend never answers in the edge runtime",
    "edge-before-send-hangs",
    fail("captured", "hook_never_answers"),
    finds("sdk_edge_hook_never_answers", /^sentry\.edge\.config\.ts: let beforeSend/),
  ),
  edge(
    "When the SDK is not started in the edge runtime",
    "no-edge-sdk",
    fail("captured", "sdk_not_started"),
    finds("sdk_edge_not_started", /sentry\.edge\.config/),
  ),
  edge(
    "When the edge runtime names another release",
    "edge-other-release",
    fail("matched", "wrong_release"),
    finds("sdk_edge_differs", /^sentry\.edge\.config\.ts: let Sentry\.init/),
  ),
  edge(
    "When the edge runtime names another environment",
    "edge-other-environment",
    fail("matched", "wrong_environment"),
    finds("sdk_edge_differs", /^sentry\.edge\.config\.ts: let Sentry\.init/),
  ),
  edge(
    "When beforeSend drops events in the edge runtime",
    "edge-before-send-drops",
    fail("captured", "dropped_before_send"),
    finds("sdk_edge_before_send_drops", /^sentry\.edge\.config\.ts: let beforeSend/),
  ),
  edge(
    "When beforeSend throws in the edge runtime",
    "edge-before-send-throws",
    fail("captured", "dropped_threw"),
    finds("sdk_edge_before_send_drops", /^sentry\.edge\.config\.ts: let beforeSend/),
  ),
  edge(
    "When beforeSend gives events an id of its own in the edge runtime",
    "edge-rewrites-id",
    fail("matched", "stored_under_other_id"),
    "only by firing",
  ),
  edge(
    "When an ignore rule matches too much in the edge runtime",
    "edge-ignores-checks",
    fail("captured", "dropped_ignored"),
    finds("sdk_edge_ignores_checks", /narrow ignoreErrors \/\^RoundtripError\//),
  ),
  edge(
    "When the edge runtime's SDK samples no errors",
    "edge-samples-none",
    fail("captured", "dropped_sampled"),
    finds("sdk_edge_sends_nothing", /^sentry\.edge\.config\.ts: remove sampleRate/),
  ),
  edge(
    "When the edge runtime's SDK samples half of the errors, and keeps the check's",
    "edge-samples-half-kept",
    fail("captured", "errors_sampled"),
    finds("sdk_edge_samples", /^sentry\.edge\.config\.ts: remove sampleRate/),
  ),
  edge(
    "When the edge runtime's SDK samples half of the errors, and leaves the check's out",
    "edge-samples-half-left-out",
    fail("captured", "dropped_sampled"),
    finds("sdk_edge_samples", /^sentry\.edge\.config\.ts: remove sampleRate/),
  ),
  edge(
    "When the edge runtime's SDK sends to a tunnel that has no route",
    "edge-tunnel-without-route",
    fail("accepted", "tunnel_refused"),
    "only by firing",
  ),
  edge(
    "When the edge runtime's SDK sends to a tunnel that asks for a sign-in",
    "edge-tunnel-behind-sign-in",
    fail("accepted", "tunnel_refused"),
    "only by firing",
  ),
  edge(
    "When nothing listens at the tunnel that the edge runtime's SDK sends to",
    "edge-tunnel-dead",
    fail("accepted", "tunnel_unreachable"),
    "only by firing",
  ),
  edge(
    "When a page of the app answers in place of the edge runtime's tunnel",
    "edge-tunnel-is-page",
    fail("accepted", "tunnel_answers_itself"),
    "only by firing",
  ),
  edge("When Sentry.init of the edge runtime has a transport of its own", "edge-own-transport", pass, "well"),
  edge("When Sentry.init of the edge runtime has a sampler of its own", "edge-own-sampler", pass, "well"),
  edge("When another Sentry.init comes before ours in the edge runtime", "edge-init-before", pass, "well"),
  edge(
    "When Sentry.init of the edge runtime is given its integrations as a function",
    "edge-integrations-function",
    pass,
    "well",
  ),
  edge(
    "When the integration is added after Sentry.init in the edge runtime",
    "edge-integration-late",
    pass,
    finds("sdk_edge_integration_late", /addIntegration/),
  ),
  edge(
    "When Sentry.init of the edge runtime is given the integration twice",
    "edge-integration-twice",
    pass,
    finds("sdk_edge_integration_twice", /once/),
  ),
];
