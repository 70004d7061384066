import { type Ground, until } from "../ground";
import { type DoctorSays, each, fail, finds, pass, type Sabotage, type Step } from "../sabotage";

const TASK = "sentry-inngest";
const STEP = "sentry-inngest-step";
const IGNORED = "sentry-inngest-ignored";
/** The check that this app has defined itself. */
const OWN = "sentry-order";

const code = (when: string, fault: string, doctor: DoctorSays, ...steps: [Step, ...Step[]]): Sabotage => ({
  when,
  fault,
  doctor,
  steps,
});

/** Fires a check whose event occupies the only slot of the SDK's queue while ingest says nothing. */
async function occupyQueue(ground: Ground): Promise<void> {
  await ground.sentry("PUT", "ingest", { mode: "hang" });
  const run = await ground.fireOne("sentry");
  const isCaptured = async () =>
    (await ground.run(run)).stages.some((one) => one.name === "captured" && one.at !== null);
  await until(isCaptured, "the first event is on its way");
}

/** Faults of the app's own code: started from a build that has them all, with one chosen. */
export const codeFaults: readonly Sabotage[] = [
  code(
    "When the SDK is not started in node",
    "no-sdk",
    finds("sdk_node_not_started", /sentry\.server\.config/),
    {
      checks: each(fail("captured", "sdk_not_started")),
    },
  ),
  code(
    "When instrumentation.ts does not report request errors",
    "no-on-request-error",
    finds("on_request_error_missing", /^instrumentation\.ts: /),
    {
      checks: {
        ...each(
          fail("captured", "not_captured_request"),
          "sentry",
          "sentry-render",
          "sentry-action",
          "sentry-edge",
          "sentry-metadata",
          "sentry-stream",
        ),
        ...each(pass, "sentry-extra", TASK, "sentry-proxy"),
      },
    },
  ),
  code(
    "When onRequestError takes the error and does nothing with it",
    "idle-on-request-error",
    finds("on_request_error_missing", /^instrumentation\.ts: /),
    {
      checks: { ...each(fail("captured", "not_captured_request"), "sentry"), ...each(pass, "sentry-extra") },
    },
  ),
  code("When proxy.ts lets its errors go", "silent-proxy", "only by firing", {
    checks: { ...each(fail("captured", "not_captured_proxy"), "sentry-proxy"), ...each(pass, "sentry") },
  }),
  code("When nothing reports what callbacks of after() throw", "silent-after", "only by firing", {
    checks: { ...each(fail("captured", "not_captured_after"), "sentry-after"), ...each(pass, "sentry") },
  }),
  code("When the SDK lacks its handler for promises that nobody awaits", "no-rejections", "only by firing", {
    checks: {
      ...each(fail("captured", "not_captured_promise"), "sentry-unawaited"),
      ...each(pass, "sentry"),
    },
  }),
  code("When the code around redirect() reports what it catches", "reports-redirect", "only by firing", {
    checks: {
      ...each(fail("absent", "control_flow_reported"), "sentry-control-flow"),
      ...each(pass, "sentry-render"),
    },
  }),
  code(
    "When the SDK is started, and switched off",
    "disabled",
    finds("sdk_node_sends_nothing", /^sentry\.server\.config\.ts: remove enabled/),
    {
      checks: each(fail("captured", "sdk_disabled")),
    },
  ),
  code(
    "When the SDK samples half of the errors, and keeps the checks'",
    "samples-half-kept",
    finds("sdk_node_samples", /^sentry\.server\.config\.ts: remove sampleRate/),
    { checks: each(fail("captured", "errors_sampled"), "sentry", "sentry-extra", TASK, IGNORED) },
  ),
  code(
    "When the SDK samples half of the errors, and leaves the checks' out",
    "samples-half-left-out",
    finds("sdk_node_samples", /^sentry\.server\.config\.ts: remove sampleRate/),
    { checks: each(fail("captured", "dropped_sampled"), "sentry", "sentry-extra", TASK) },
  ),
  code(
    "When the SDK keeps nearly all errors",
    "samples-most",
    finds("sdk_node_samples", /^sentry\.server\.config\.ts: remove sampleRate/),
    {
      checks: each(fail("captured", "errors_sampled"), "sentry", "sentry-extra", TASK, IGNORED),
    },
  ),
  code(
    "When an integration of the app drops events",
    "integration-drops",
    finds("sdk_node_processor_drops", /integration of Sentry\.init/),
    {
      checks: each(fail("captured", "dropped_processor")),
    },
  ),
  code("When an event processor lowers the level of errors", "lowers-level", "only by firing", {
    checks: each(fail("matched", "wrong_level"), "sentry", "sentry-extra", TASK),
  }),
  code(
    "When beforeSend drops events",
    "before-send-drops",
    finds("sdk_node_before_send_drops", /^sentry\.server\.config\.ts: let beforeSend/),
    {
      checks: each(fail("captured", "dropped_before_send")),
    },
  ),
  code(
    "When beforeSend throws",
    "before-send-throws",
    finds("sdk_node_before_send_drops", /^sentry\.server\.config\.ts: let beforeSend/),
    {
      checks: each(fail("captured", "dropped_threw")),
    },
  ),
  code(
    "When beforeSend never answers",
    "before-send-hangs",
    finds("sdk_node_hook_never_answers", /^sentry\.server\.config\.ts: let beforeSend/),
    { checks: each(fail("captured", "hook_never_answers"), "sentry", "sentry-extra", TASK) },
  ),
  code(
    "When an event processor drops events",
    "processor-drops",
    finds("sdk_node_processor_drops", /addEventProcessor/),
    {
      checks: each(fail("captured", "dropped_processor")),
    },
  ),
  code(
    "When an ignore rule matches text instead of the type",
    "ignores-text",
    finds("sdk_node_ignores_checks", /narrow ignoreErrors "ValidationError"/),
    {
      checks: { ...each(fail("dropped", "ignore_rule_too_wide"), IGNORED), ...each(pass, "sentry", TASK) },
    },
  ),
  code(
    "When an ignore rule matches errors that must be reported",
    "ignores-checks",
    finds("sdk_node_ignores_checks", /narrow ignoreErrors \/\^RoundtripError\//),
    {
      checks: {
        ...each(fail("captured", "dropped_ignored"), "sentry", "sentry-extra", TASK),
        ...each(pass, IGNORED),
      },
    },
  ),
  code(
    "When an ignore rule matches the error of the app's own check",
    "ignores-own-check",
    finds("sdk_node_ignores_checks", /narrow ignoreErrors \/\^PaymentDeclined\//),
    { checks: { ...each(fail("captured", "dropped_ignored"), OWN), ...each(pass, "sentry") } },
  ),
  code("When the app's own check sets other data than it expects", "own-data-wrong", "only by firing", {
    checks: { ...each(fail("matched", "context_changed"), OWN), ...each(pass, "sentry") },
  }),
  code("When the app's own error loses its cause", "own-cause-lost", "only by firing", {
    checks: { ...each(fail("matched", "linked_error_missing"), OWN), ...each(pass, "sentry") },
  }),
  code(
    "When the ignore rule names another type",
    "ignores-other-type",
    finds("sdk_node_ignore_rule_idle", /ignoreErrors/),
    {
      checks: { ...each(fail("dropped", "ignored_error_sent"), IGNORED), ...each(pass, "sentry") },
      later: each(fail("absent", "ignored_error_stored"), IGNORED),
    },
  ),
  code(
    "When the SDK samples no errors",
    "samples-none",
    finds("sdk_node_sends_nothing", /^sentry\.server\.config\.ts: remove sampleRate/),
    {
      checks: each(fail("captured", "dropped_sampled")),
    },
  ),
  {
    when: "When the SDK's queue is full",
    fault: "small-queue",
    doctor: [finds("sdk_node_queue_small", /bufferSize/), finds("ingest_timeout", /firewall/)],
    alone: true,
    steps: [{ break: occupyQueue, checks: each(fail("captured", "dropped_overflow"), "sentry-extra") }],
  },
  code(
    "When the Inngest client lacks our middleware",
    "no-middleware",
    finds("inngest_middleware_missing", /^inngest\/client\.ts: /),
    {
      checks: {
        ...each(fail("captured", "not_captured_task"), TASK, STEP, IGNORED),
        ...each(pass, "sentry"),
      },
    },
  ),
  code(
    "When the SDK lacks its pino integration",
    "no-pino",
    finds("sdk_node_pino_missing", /pinoIntegration/),
    {
      checks: { ...each(fail("captured", "not_captured_log"), "sentry-extra"), ...each(pass, "sentry") },
    },
  ),
  code("When pino is older than the SDK can hear", "old-pino", finds("version_too_old", /"pino"/), {
    checks: { ...each(fail("captured", "pino_too_old"), "sentry-extra"), ...each(pass, "sentry") },
  }),
  code("When the SDK's pino integration has no levels", "deaf-pino", "only by firing", {
    checks: { ...each(fail("captured", "log_not_read"), "sentry-extra"), ...each(pass, "sentry") },
  }),
  code("When two versions of @sentry/core are loaded", "two-cores", finds("sdk_node_cores", /overrides/), {
    checks: { ...each(fail("captured", "two_cores"), TASK, IGNORED), ...each(pass, "sentry") },
  }),
  code("When the same error is captured twice", "captured-twice", "only by firing", {
    checks: { ...each(fail("matched", "stored_twice"), "sentry"), ...each(pass, TASK) },
  }),
  code(
    "When another Sentry.init comes before ours in node",
    "init-before",
    finds("sdk_node_other_init", /first call makes the client/),
    {
      checks: each(fail("captured", "sdk_other_init"), "sentry", "sentry-extra", TASK, IGNORED),
    },
  ),
  code("When another Sentry.init comes after ours in node", "init-after", "well", {
    checks: each(pass, "sentry", "sentry-extra", TASK, IGNORED),
  }),
  code(
    "When another Sentry.init comes after ours in the edge runtime",
    "edge-init-after",
    finds("sdk_edge_other_init", /later call replaces/),
    { checks: { ...each(fail("captured", "sdk_other_init"), "sentry-edge"), ...each(pass, "sentry") } },
  ),
  code(
    "When the SDK sends to a tunnel that has no route",
    "tunnel-without-route",
    finds("tunnel_refused", /sentry\.server\.config\.ts/),
    { checks: each(fail("accepted", "tunnel_refused"), "sentry", "sentry-extra", TASK) },
  ),
  code(
    "When the server's SDK is given a tunnel that is a path alone",
    "tunnel-is-path",
    finds("tunnel_malformed", /https:\/\/HOST\/monitoring/),
    { checks: each(fail("accepted", "tunnel_unreachable"), "sentry") },
  ),
  code(
    "When the SDK sends to a tunnel that asks for a sign-in",
    "tunnel-behind-sign-in",
    finds("tunnel_refused", /without a sign-in/),
    { checks: each(fail("accepted", "tunnel_refused"), "sentry") },
  ),
  code(
    "When nothing listens at the tunnel that the SDK sends to",
    "tunnel-dead",
    finds("tunnel_unreachable", /sentry\.server\.config\.ts/),
    { checks: each(fail("accepted", "tunnel_unreachable"), "sentry", TASK) },
  ),
  code(
    "When a page of the app answers in place of the tunnel",
    "tunnel-is-page",
    finds("tunnel_is_page", /Add a route/),
    { checks: each(fail("accepted", "tunnel_answers_itself"), "sentry") },
  ),
  code("When beforeSend gives events an id of its own", "rewrites-id", "only by firing", {
    checks: each(fail("matched", "stored_under_other_id"), "sentry", "sentry-extra"),
  }),
  code(
    "When Sentry.init of node names another release",
    "other-release",
    finds("sdk_node_differs", /^sentry\.server\.config\.ts: let Sentry\.init/),
    { checks: each(fail("matched", "wrong_release"), "sentry", "sentry-extra", TASK) },
  ),
  code(
    "When Sentry.init of node names another environment",
    "other-environment",
    finds("sdk_node_differs", /^sentry\.server\.config\.ts: let Sentry\.init/),
    { checks: each(fail("matched", "wrong_environment"), "sentry", "sentry-extra", TASK) },
  ),
  code("When Sentry.init has a transport of its own", "own-transport", "well", {
    checks: each(pass, "sentry", "sentry-extra", TASK, IGNORED),
  }),
  code("When Sentry.init is given its integrations as a function", "integrations-function", "well", {
    checks: each(pass, "sentry", "sentry-extra", TASK, IGNORED),
  }),
  code(
    "When the build was made as another release than the one it reports as",
    "other-build",
    finds("release_other_build", /COMMIT_SHA/),
    { checks: each(pass, "sentry") },
  ),
];
