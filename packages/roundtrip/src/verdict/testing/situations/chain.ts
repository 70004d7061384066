import { checkMessage } from "#checks/message.js";
import { type Case, healthyAnd, ignored, missed, soon, without } from "#verdict/testing/cases.js";
import { DEADLINE, eventId, eventOf, fact, healthy, later } from "#verdict/testing/runs.js";

/** Runs whose error must never arrive, with a broken chain of proof. */
export const CHAIN: readonly Case[] = [
  ignored(
    "a look between the finding of its two companions is none",
    (run) => [...without(run, ["found", "near"]), fact(run, "found", { role: "near", at: later(1_600) })],
    "unknown",
    "not_looked",
  ),
  ignored(
    "the token may not read its control: waiting is no use",
    (run) => [
      ...without(run, ["missing"], ["found", "control"], ["counted", "control"]),
      fact(run, "unreadable", { role: "control", why: "forbidden", status: 403 }),
    ],
    "unknown",
    "read_forbidden",
    soon,
  ),
  ignored(
    "the token may not search its control, and its near miss may yet be refused",
    (run) => [
      ...without(run, ["missing"], ["counted", "control"], ["found", "near"], ["counted", "near"]),
      fact(run, "unreadable", { role: "control", why: "forbidden", status: 403, at: later(1_500) }),
    ],
    "pending",
    null,
    soon,
  ),
  ignored("its raising was not seen", (run) => without(run, ["raised"]), "unknown", "absence_not_witnessed"),
  ignored("its raising was not seen yet", (run) => without(run, ["raised"]), "pending", null, soon),
  ignored(
    "the capture of its near miss was not seen",
    (run) => without(run, ["captured", "near"]),
    "unknown",
    "absence_not_witnessed",
  ),
  ignored(
    "raised in another process",
    (run) => [...without(run, ["raised"]), fact(run, "raised", { process: "p2" })],
    "unknown",
    "split_processes",
  ),
  ignored(
    "raised in another runtime of the same process",
    (run) => [...without(run, ["raised"]), fact(run, "raised", { runtime: "edge" })],
    "unknown",
    "split_processes",
  ),
  ignored(
    "control captured in another process",
    (run) => [
      ...without(run, ["captured", "control"]),
      fact(run, "captured", { role: "control", process: "p2", at: later(50) }),
    ],
    "unknown",
    "split_processes",
  ),
  ignored(
    "control captured before the drop",
    (run) => [
      ...without(run, ["captured", "control"]),
      fact(run, "captured", { role: "control", at: later(29) }),
    ],
    "unknown",
    "control_too_early",
  ),
  ignored(
    "control captured in the very millisecond of the drop",
    (run) => [
      ...without(run, ["captured", "control"]),
      fact(run, "captured", { role: "control", at: later(30) }),
    ],
    "pass",
    null,
    soon,
  ),

  ignored(
    "no look since its companions were found",
    (run) => without(run, ["missing"]),
    "unknown",
    "not_looked",
  ),
  ignored(
    "a look before its companions were found is none",
    (run) => [...without(run, ["missing"]), fact(run, "missing", { at: later(1_500), askedAt: later(999) })],
    "unknown",
    "not_looked",
  ),
  ignored("no fresh look yet", (run) => without(run, ["missing"]), "pending", null, soon),
  ignored(
    "the fresh look fails",
    (run) => [...without(run, ["missing"]), fact(run, "unreadable", { at: later(1_500) })],
    "unknown",
    "read_server_error",
  ),
  ignored(
    "the fresh look is forbidden: waiting is no use",
    (run) => [...without(run, ["missing"]), fact(run, "unreadable", { at: later(1_500), why: "forbidden" })],
    "unknown",
    "read_forbidden",
    soon,
  ),
  ignored(
    "no read token: waiting is no use",
    (run) =>
      without(
        run,
        ["missing"],
        ["found", "control"],
        ["counted", "control"],
        ["found", "near"],
        ["counted", "near"],
      ),
    "unknown",
    "no_read_token",
    { ...soon, run: { canRead: false } },
  ),

  ignored(
    "its control is never readable",
    (run) => [...without(run, ["found", "control"], ["counted", "control"]), missed(run, "control")],
    "fail",
    "accepted_not_stored",
  ),
  ignored(
    "its control is not readable yet",
    (run) => without(run, ["found", "control"], ["counted", "control"]),
    "pending",
    null,
    soon,
  ),
  ignored(
    "its control was never raised",
    (run) => [...healthy(run).filter((one) => one.role !== "control"), missed(run, "control")],
    "fail",
    "task_raised_nothing",
  ),
  ignored(
    "its control is of another release",
    (run) => [
      ...without(run, ["found", "control"]),
      fact(run, "found", { role: "control", event: eventOf(run, "control", { release: "x" }) }),
    ],
    "fail",
    "wrong_release",
  ),
  ignored(
    "its near miss is ignored, too",
    (run) => [
      ...without(run, ["accepted", "near"], ["found", "near"], ["counted", "near"]),
      fact(run, "dropped", { role: "near" }),
    ],
    "fail",
    "ignore_rule_too_wide",
    soon,
  ),
  ignored(
    "its control is ignored, too",
    (run) => [
      ...without(run, ["accepted", "control"], ["found", "control"], ["counted", "control"]),
      fact(run, "dropped", { role: "control" }),
    ],
    "fail",
    "dropped_ignored",
    soon,
  ),
  ignored(
    "its near miss holds another sentence",
    (run) => [
      ...without(run, ["found", "near"]),
      fact(run, "found", {
        role: "near",
        event: eventOf(run, "near", { message: checkMessage("sentry-inngest-ignored", eventId("near")) }),
      }),
    ],
    "fail",
    "message_changed",
  ),
  ignored(
    "its near miss was stored twice",
    healthyAnd((run) => [fact(run, "counted", { role: "near", count: 2 })]),
    "fail",
    "stored_twice",
    soon,
  ),
  ignored(
    "two causes: the one at the earlier stage is named",
    healthyAnd((run) => [
      fact(run, "counted", { role: "near", count: 2 }),
      fact(run, "dropped", { reason: "before_send" }),
    ]),
    "fail",
    "ignored_by_other",
    soon,
  ),
  ignored("at the deadline the last look is still out", (run) => without(run, ["missing"]), "pending", null, {
    now: DEADLINE,
  }),
];
