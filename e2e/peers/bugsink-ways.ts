import { IGNORED_ERROR } from "#checks/message.js";
import { type Breakage, each, fail, type Step, unknown, warn } from "@/e2e/sabotage/sabotage";
import type { Bugsink } from "./bugsink";

const TASK = "sentry-inngest";
const IGNORED = "sentry-inngest-ignored";
/** Frames are as sent, so that a healthy event is a pass with this remark. */
const well = warn("matched", "source_not_checked");

const env = (
  when: string,
  changed: Record<string, string | undefined>,
  ...steps: [Step, ...Step[]]
): Breakage => ({
  when,
  env: changed,
  steps,
});
const code = (when: string, fault: string, ...steps: [Step, ...Step[]]): Breakage => ({ when, fault, steps });

/** A server that is down or lacks something; it is mended whatever the step said. */
const broken = (
  breakIt: () => Promise<unknown>,
  mend: () => Promise<unknown>,
  checks: Step["checks"],
): Step => ({
  break: async (ground) => {
    ground.onMend(mend);
    await breakIt();
  },
  checks,
});

/** Variables, tokens, and the server itself: what goes wrong between an app and a Bugsink. */
export const bugsinkWays = (bugsink: Bugsink, other: Bugsink): readonly Breakage[] => [
  {
    when: "When an app expects another release or environment than it runs",
    steps: [
      { expect: { release: "shop@other" }, checks: each(fail("matched", "wrong_release"), "sentry", TASK) },
      { expect: { environment: "moon" }, checks: each(fail("matched", "wrong_environment"), "sentry-extra") },
    ],
  },
  {
    when: "When Bugsink's quota is exhausted",
    alone: true,
    steps: [
      broken(
        async () => bugsink.quota("exhausted"),
        async () => bugsink.quota("free"),
        each(fail("accepted", "ingest_rate_limited"), "sentry"),
      ),
    ],
  },
  {
    when: "When Bugsink's worker is not running",
    steps: [
      broken(
        () => bugsink.down().then(() => bugsink.up("absent")),
        () => bugsink.down().then(() => bugsink.up()),
        each(fail("stored", "accepted_not_stored"), "sentry", TASK),
      ),
    ],
  },
  {
    when: "When Bugsink is down",
    steps: [
      broken(
        () => bugsink.down(),
        () => bugsink.up(),
        each(fail("accepted", "ingest_refused")),
      ),
    ],
  },
  env(
    "With a DSN of another key",
    { SENTRY_DSN: bugsink.dsn({ key: "0123456789abcdef0123456789abcdef" }) },
    { checks: each(fail("accepted", "dsn_rejected")) },
  ),
  env(
    "With a DSN of a project that Bugsink does not have",
    { SENTRY_DSN: bugsink.dsn({ project: "77" }) },
    { checks: each(fail("accepted", "dsn_rejected")) },
  ),
  env(
    "With a DSN at whose host nothing listens",
    { SENTRY_DSN: bugsink.dsn({ host: "127.0.0.1:1" }) },
    { checks: each(fail("accepted", "ingest_refused")) },
  ),
  env("Without SENTRY_DSN", { SENTRY_DSN: undefined }, { checks: each(fail("captured", "dsn_absent")) }),
  env(
    "Without a read token",
    { SENTRY_API_TOKEN: undefined },
    { checks: each(unknown("stored", "no_read_token")) },
  ),
  env(
    "With a read token that Bugsink does not know",
    { SENTRY_API_TOKEN: "0".repeat(40) },
    { checks: each(unknown("stored", "read_unauthorized")) },
  ),
  env(
    "With a token that may only upload",
    { SENTRY_API_TOKEN: bugsink.made.uploadOnly },
    { checks: each(unknown("stored", "read_forbidden")) },
  ),
  env(
    "With a token that may not read events",
    { SENTRY_API_TOKEN: bugsink.made.withoutEvents },
    { checks: each(unknown("stored", "read_forbidden"), "sentry", TASK) },
  ),
  env(
    "With a token for another project",
    { SENTRY_API_TOKEN: bugsink.made.ofOther },
    { checks: each(unknown("stored", "read_forbidden"), "sentry", IGNORED) },
  ),
  env(
    "With a SENTRY_URL at which nothing listens",
    { SENTRY_URL: "http://127.0.0.1:1" },
    { checks: each(unknown("stored", "read_unreachable"), "sentry") },
  ),
  env(
    "With the SENTRY_URL and token of another Bugsink, which has a project of the same number",
    { SENTRY_URL: other.url, SENTRY_API_TOKEN: other.made.token },
    { checks: each(unknown("stored", "other_server")) },
  ),
];

/** Faults of the app's own code, against the same Bugsink. */
export const bugsinkCodeWays: readonly Breakage[] = [
  code("When the SDK is not started in node", "no-sdk", {
    checks: each(fail("captured", "sdk_not_started")),
  }),
  code("When beforeSend drops events", "before-send-drops", {
    checks: each(fail("captured", "dropped_before_send")),
  }),
  code("When instrumentation.ts does not report request errors", "no-on-request-error", {
    checks: { ...each(fail("captured", "not_captured_request"), "sentry"), ...each(well, "sentry-extra") },
  }),
  code("When an ignore rule matches errors that must be reported", "ignores-checks", {
    checks: each(fail("captured", "dropped_ignored"), "sentry", "sentry-extra", TASK),
  }),
  code("When an ignore rule matches text instead of the type", "ignores-text", {
    checks: each(fail("dropped", "ignore_rule_too_wide"), IGNORED),
  }),
  code(`When the ignore rule does not name ${IGNORED_ERROR}`, "ignores-other-type", {
    checks: each(fail("dropped", "ignored_error_sent"), IGNORED),
    later: each(fail("absent", "ignored_error_stored"), IGNORED),
  }),
  code("When the Inngest client lacks our middleware", "no-middleware", {
    checks: each(fail("captured", "not_captured_task"), TASK),
  }),
];
