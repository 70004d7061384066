import { type Case, healthyAnd, ignored, missed, sdk, soon, without } from "#verdict/testing/cases.js";
import { DEADLINE, eventOf, fact, healthy, later } from "#verdict/testing/runs.js";

/** Runs whose error must never arrive: what proves that it did not, and what shows that it did. */
export const ABSENT: readonly Case[] = [
  ignored("raised, dropped, its companions found, and absent", healthy, "pass", null, soon),
  ignored(
    "dropped by the SDK's own filter",
    (run) => [
      ...without(run, ["dropped"]),
      fact(run, "dropped", { by: "ignoreErrors /^ValidationError(:|$)/" }),
    ],
    "pass",
    null,
    soon,
  ),
  ignored(
    "absent by id, where messages cannot be searched",
    (run) => [...without(run, ["missing"]), fact(run, "missing", { at: later(1_500), byMessage: false })],
    "warn",
    "absent_by_id_only",
    soon,
  ),
  ignored(
    "absent by id, then by message",
    healthyAnd((run) => [fact(run, "missing", { at: later(1_400), byMessage: false })]),
    "pass",
    null,
    soon,
  ),
  ignored(
    "absence proven after the deadline",
    (run) => [...without(run, ["missing"]), fact(run, "missing", { at: DEADLINE + 1 })],
    "warn",
    "absence_proven_late",
    { now: DEADLINE + 1 },
  ),
  ignored(
    "fired by a version of the check without companions",
    healthyAnd(() => []),
    "unknown",
    "check_changed",
    {
      run: { parts: [{ role: "main", eventId: "0199a1b2c3d47e5f8a6b7c8d9e0f1a2b" }] },
    },
  ),
  ignored(
    "absence looked for only after the hour",
    (run) => [...without(run, ["missing"]), fact(run, "missing", { at: later(3_600_001) })],
    "unknown",
    "absence_too_late",
    { now: later(3_600_002) },
  ),
  ignored(
    "a control found late makes a late verdict",
    (run) => [
      ...without(run, ["missing"], ["found", "control"]),
      missed(run, "control"),
      fact(run, "found", { role: "control", at: DEADLINE + 500 }),
      fact(run, "missing", { at: DEADLINE + 600 }),
    ],
    "warn",
    "late",
    { now: DEADLINE + 700, warnings: ["absence_proven_late", "late"] },
  ),

  ignored(
    "arrives after all",
    healthyAnd((run) => [fact(run, "found", { at: later(60_000), event: eventOf(run) })]),
    "fail",
    "ignored_error_stored",
  ),
  ignored(
    "arrives under another id",
    healthyAnd((run) => [fact(run, "counted", { count: 1 })]),
    "fail",
    "ignored_error_stored",
  ),
  ignored(
    "is counted as absent",
    healthyAnd((run) => [fact(run, "counted", { count: 0 })]),
    "pass",
    null,
    soon,
  ),
  ignored(
    "another error stands under its id",
    healthyAnd((run) => [fact(run, "found", { event: eventOf(run, "main", { message: "boom" }) })]),
    "fail",
    "wrong_event",
  ),
  ignored(
    "is accepted by Sentry",
    healthyAnd((run) => [fact(run, "accepted")]),
    "fail",
    "ignored_error_sent",
    soon,
  ),
  ignored(
    "is sent and refused",
    healthyAnd((run) => [fact(run, "rejected")]),
    "fail",
    "ignored_error_sent",
    soon,
  ),
  ignored(
    "is sent to nowhere",
    healthyAnd((run) => [fact(run, "not_sent")]),
    "fail",
    "ignored_error_sent",
    soon,
  ),
  ...["ratelimit_backoff", "network_error", "send_error"].map((reason) =>
    ignored(
      `passes every filter and is lost: ${reason}`,
      (run) => [...without(run, ["dropped"]), fact(run, "dropped", { reason, by: null })],
      "fail",
      "ignored_error_sent",
      soon,
    ),
  ),
  ...["before_send", "sample_rate", "queue_overflow"].map((reason) =>
    ignored(
      `is dropped, but not as ignored: ${reason}`,
      healthyAnd((run) => [fact(run, "dropped", { reason, by: null })]),
      "fail",
      "ignored_by_other",
      soon,
    ),
  ),
  ignored(
    "is dropped as a repetition, whatever its type",
    healthyAnd((run) => [fact(run, "dropped", { by: "Dedupe" })]),
    "fail",
    "ignored_by_other",
    soon,
  ),
  ignored(
    "is dropped by a processor that the app has added",
    (run) => [...without(run, ["dropped"]), fact(run, "dropped", { by: null })],
    "pass",
    null,
    soon,
  ),

  ignored("is captured and never dropped", (run) => without(run, ["dropped"]), "fail", "ignored_not_dropped"),
  ignored("is not dropped yet", (run) => without(run, ["dropped"]), "pending", null, soon),
  ignored(
    "is raised and never captured",
    (run) => without(run, ["dropped"], ["captured"]),
    "fail",
    "not_captured_task",
  ),
  ignored(
    "is never raised, as Inngest does not call",
    (run) => [fact(run, "queued")],
    "fail",
    "task_not_called",
    { warnings: ["task_not_called"] },
  ),
  ignored(
    "is never handed to Inngest",
    (run) => [fact(run, "not_queued")],
    "fail",
    "inngest_unreachable",
    soon,
  ),
  ignored("is raised without a DSN", (run) => [fact(run, "raised")], "fail", "dsn_absent", {
    ...soon,
    run: sdk({ dsn: "absent" }),
  }),
];
