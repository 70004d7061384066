import { BY_POLICY, TOO_SLOW } from "#checks/browser-mark.js";
import { CONSOLE } from "#checks/contents.js";
import type { Verdict } from "#verdict/answer.js";
import type { CauseCode } from "#verdict/causes/catalogue.js";
import type { Evidence, EvidenceKind } from "#verdict/evidence/kinds.js";
import type { StoredEvent } from "#verdict/evidence/stored-event.js";
import type { Run } from "#verdict/run.js";
import { type Case, healthyAnd, missed, sdk, situation, soon, without } from "#verdict/testing/cases.js";
import {
  BROWSER,
  checkNamed,
  DEADLINE,
  eventOf,
  fact,
  healthy,
  later,
  runOf,
} from "#verdict/testing/runs.js";

const browser = (
  title: string,
  evidence: (run: Run) => Evidence[],
  verdict: Verdict,
  cause: CauseCode | null,
  more: Partial<Case> = {},
): Case => situation(`browser: ${title}`, evidence, verdict, cause, { check: "sentry-browser", ...more });

const opened = (run: Run) => [fact(run, "opened"), fact(run, "sdk_seen", BROWSER)];
const raised = (run: Run, role = "main") => fact(run, "raised", { role, ...BROWSER });
const taken = (run: Run) => [...opened(run), raised(run), fact(run, "captured", BROWSER)];
const ROLES = ["main", "rejection", "boundary"];
const allMissed = (run: Run) => ROLES.map((role) => missed(run, role));
/** Only the main event went wrong from this stage on, and was looked for in vain. */
const lostAfter = (run: Run, ...gone: EvidenceKind[]) => [
  ...without(run, ...gone.map((kind): [EvidenceKind] => [kind]), ["found"], ["counted"]),
  missed(run),
];
const unsent = (run: Run, code: string, more: { tunnel?: boolean } = {}) => [
  ...taken(run),
  fact(run, "not_sent", { ...BROWSER, code, ...more }),
];
/** Only the run's main event differs on the stored side. */
const stored = (change: Partial<StoredEvent>) => (run: Run) => [
  ...without(run, ["found"]),
  fact(run, "found", { event: eventOf(run, "main", change) }),
];
const asleep = (configured: boolean) => (run: Run) => [
  fact(run, "opened"),
  fact(run, "sdk_seen", { ...BROWSER, started: false, configured }),
  raised(run),
];
const dropped = (reason: string, cause: CauseCode, by: string | null = null): Case =>
  browser(
    `its SDK drops the event: ${reason}, by ${by ?? "nobody known"}`,
    (run) => [...taken(run), fact(run, "dropped", { ...BROWSER, reason, by })],
    "fail",
    cause,
    soon,
  );
const { expected } = runOf(checkNamed("sentry-browser"));

/** Runs whose errors a browser raises: how far it came, what kept its events in, and what they carry. */
export const BROWSERS: readonly Case[] = [
  browser("three errors, all read back", healthy, "pass", null, soon),
  browser(
    "an event on the page's trace that lacks the page's own proof",
    stored({
      tags: {
        check: "sentry-browser",
        "check.run": runOf(checkNamed("sentry-browser")).id,
        commit_tag: "v4.2",
      },
    }),
    "fail",
    "page_not_its_own",
  ),
  browser("nobody opened the page", allMissed, "fail", "browser_not_opened"),
  browser(
    "its SDK took the error, and the page said nothing more",
    (run) => lostAfter(run, "accepted"),
    "fail",
    "browser_fate_unknown",
  ),
  browser("nobody has opened the page yet", () => [], "pending", null, soon),
  browser(
    "the page could not be opened",
    (run) => [fact(run, "not_reached", { status: null, code: "net::ERR_BLOCKED_BY_RESPONSE" })],
    "fail",
    "browser_page_unreachable",
    soon,
  ),
  browser(
    "the page gives no answer in time: it may still be opened",
    (run) => [fact(run, "not_reached", { status: null, code: "TIMEOUT" })],
    "pending",
    null,
    soon,
  ),
  browser(
    "the page gives no answer in time, and is never opened",
    (run) => [fact(run, "not_reached", { status: null, code: "TIMEOUT" }), ...allMissed(run)],
    "fail",
    "browser_page_unreachable",
  ),
  browser(
    "the page answered a sign-in",
    (run) => [fact(run, "not_reached", { status: 302 })],
    "fail",
    "browser_page_unreachable",
    soon,
  ),
  browser(
    "the page was handed out, and its script stayed silent",
    (run) => [fact(run, "opened"), ...allMissed(run)],
    "fail",
    "browser_page_silent",
  ),
  browser(
    "the page was closed before its last error",
    (run) => [
      ...without(
        run,
        ["raised", "boundary"],
        ["captured", "boundary"],
        ["accepted", "boundary"],
        ["found", "boundary"],
        ["counted", "boundary"],
      ),
      missed(run, "boundary"),
    ],
    "fail",
    "browser_raised_nothing",
  ),
  browser(
    "the page's script ran and was closed at once",
    (run) => [...opened(run), ...allMissed(run)],
    "fail",
    "browser_raised_nothing",
  ),

  browser("the server has no DSN", opened, "fail", "dsn_absent", { ...soon, run: sdk({ dsn: "absent" }) }),
  browser("the server's DSN is none", opened, "fail", "dsn_malformed", {
    ...soon,
    run: sdk({ dsn: "malformed" }),
  }),
  browser("its SDK is not started", asleep(true), "fail", "sdk_not_started_browser", soon),
  browser("the page gives it no DSN", asleep(false), "fail", "browser_unconfigured", soon),
  browser("that the server's SDK is asleep says nothing of the browser's", taken, "pending", null, {
    ...soon,
    run: sdk({ initialised: false }),
  }),
  browser(
    "its SDK seemed asleep, and captured",
    (run) => [...asleep(true)(run), fact(run, "captured", BROWSER)],
    "pending",
    null,
    soon,
  ),
  browser(
    "raised in a handler, and never captured",
    (run) => lostAfter(run, "captured", "accepted"),
    "fail",
    "not_captured_browser",
  ),
  browser(
    "the boundary reports nothing",
    (run) => [
      ...without(
        run,
        ["captured", "boundary"],
        ["accepted", "boundary"],
        ["found", "boundary"],
        ["counted", "boundary"],
      ),
      missed(run, "boundary"),
    ],
    "fail",
    "not_captured_boundary",
  ),
  dropped("before_send", "browser_before_send"),
  dropped("callback_error", "browser_threw"),
  dropped("event_processor", "browser_ignored", "ignoreErrors /^Roundtrip/"),
  dropped("event_processor", "browser_processor", "Dedupe"),
  dropped("event_processor", "browser_processor"),
  dropped("sample_rate", "dropped_sampled"),
  dropped("queue_overflow", "dropped_overflow"),
  dropped("ratelimit_backoff", "dropped_backoff"),
  dropped("internal_sdk_error", "dropped_other"),

  browser("the page's policy forbids it", (run) => unsent(run, BY_POLICY), "fail", "csp_blocks_ingest", soon),
  browser(
    "the page's policy forbids the tunnel",
    (run) => unsent(run, BY_POLICY, { tunnel: true }),
    "fail",
    "csp_blocks_tunnel",
    soon,
  ),
  browser(
    "the policy forbids it, and Sentry is down besides",
    (run) => [...unsent(run, BY_POLICY), fact(run, "ingest_probed", { code: "ECONNREFUSED" })],
    "fail",
    "csp_blocks_ingest",
    soon,
  ),
  browser(
    "no answer came in time, and then it was an acceptance",
    (run) => [...unsent(run, TOO_SLOW), fact(run, "accepted", BROWSER)],
    "pending",
    null,
    soon,
  ),
  browser(
    "Sentry refuses it",
    (run) => [...taken(run), fact(run, "rejected", BROWSER)],
    "fail",
    "dsn_rejected",
    soon,
  ),
  browser(
    "Sentry refuses the page's origin",
    (run) => [
      ...taken(run),
      fact(run, "rejected", {
        ...BROWSER,
        detail: '{"detail":"event submission rejected with_reason: Cors"}',
      }),
    ],
    "fail",
    "browser_origin_refused",
    soon,
  ),
  browser(
    "its SDK is switched off",
    (run) => [...taken(run), fact(run, "sdk_seen", { ...BROWSER, enabled: false })],
    "fail",
    "sdk_disabled",
    soon,
  ),
  browser(
    "stored, while its SDK keeps a share of the errors only",
    (run) => [...healthy(run), fact(run, "sdk_seen", { ...BROWSER, sampleRate: 0.5, at: later(9) })],
    "fail",
    "errors_sampled",
    soon,
  ),
  browser("accepted, and never readable", (run) => lostAfter(run), "fail", "accepted_not_stored"),

  browser(
    "another release than the server's",
    stored({ release: "shop@0000000" }),
    "fail",
    "browser_release_differs",
    soon,
  ),
  browser("no release at all", stored({ release: null }), "fail", "browser_release_differs", soon),
  browser("the server's release, which is not the one that was asked for", healthy, "fail", "wrong_release", {
    ...soon,
    run: { expected: { ...expected, release: "shop@5555555", fromCaller: true } },
  }),
  browser(
    "another environment than the server's",
    stored({ environment: "production" }),
    "fail",
    "browser_environment_differs",
    soon,
  ),
  browser(
    "the server's environment, which is not the one that was asked for",
    healthy,
    "fail",
    "wrong_environment",
    { ...soon, run: { expected: { ...expected, environment: "production", fromCaller: true } } },
  ),
  browser(
    "on another trace than its page load",
    stored({ traceId: "f".repeat(32) }),
    "fail",
    "browser_trace_apart",
    soon,
  ),
  browser("on no trace", stored({ traceId: null }), "fail", "browser_trace_apart", soon),
  browser(
    "the page load had no trace: none is compared",
    (run) => [
      ...stored({ traceId: "f".repeat(32) })(run).filter((one) => one.kind !== "opened"),
      fact(run, "opened", { traceId: null }),
    ],
    "pass",
    null,
    soon,
  ),
  browser("reported by the server's SDK", stored({ runtime: "node" }), "fail", "wrong_runtime", soon),
  browser(
    "reported as handled, by a boundary that captures it by hand",
    (run) => [
      ...without(run, ["found", "boundary"]),
      fact(run, "found", { role: "boundary", event: eventOf(run, "boundary", { handled: true }) }),
    ],
    "fail",
    "wrong_handled",
    soon,
  ),
  ...[true, false].map((handled) =>
    browser(
      `reported by the console's integration as ${handled ? "handled" : "unhandled"}, once a boundary has caught it`,
      (run) => [
        ...without(run, ["found", "boundary"]),
        fact(run, "found", {
          role: "boundary",
          event: eventOf(run, "boundary", { mechanism: CONSOLE, handled }),
        }),
      ],
      "fail",
      "console_first_browser",
      soon,
    ),
  ),
  browser(
    "the rejection is stored twice",
    healthyAnd((run) => [fact(run, "counted", { role: "rejection", count: 2 })]),
    "fail",
    "stored_twice",
    soon,
  ),
  browser(
    "the boundary reports twice",
    healthyAnd((run) => [fact(run, "captured", { role: "boundary", ...BROWSER })]),
    "warn",
    "reported_twice",
    soon,
  ),
  browser(
    "opened, and the rejection is not stored yet",
    (run) => without(run, ["found", "rejection"], ["counted", "rejection"]),
    "pending",
    null,
    soon,
  ),
  browser(
    "two of three arrive late",
    (run) => [
      ...without(run, ["found"], ["found", "boundary"]),
      ...["main", "boundary"].flatMap((role) => [
        missed(run, role),
        fact(run, "found", { role, at: DEADLINE + 500 }),
      ]),
    ],
    "warn",
    "late",
    { now: DEADLINE + 700 },
  ),
  browser(
    "a probe alone says nothing",
    (run) => [...taken(run), fact(run, "ingest_probed", { code: "ECONNREFUSED", at: later(50) })],
    "pending",
    null,
    soon,
  ),
];
