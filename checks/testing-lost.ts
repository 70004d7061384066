import type { CauseCode } from "./causes";
import type { ReadFailure } from "./evidence";
import { DEADLINE, DECIDED, fact, later } from "./testing";
import { accepted, type Case, counted, missed, sdk, situation, soon, taken, task } from "./testing-cases";

const unread = (why: ReadFailure, cause: CauseCode): Case =>
  situation(
    `accepted, and reading fails until the deadline: ${why}`,
    (run) => [...accepted(run), fact(run, "unreadable", { why, status: 418, detail: "ECONNRESET" })],
    "unknown",
    cause,
  );
/** Runs that nobody refused and whose event was not found: lost, still on its way, or out of our sight. */
export const LOST: readonly Case[] = [
  situation("nothing at all was seen", (run) => [missed(run)], "fail", "not_raised"),
  situation("a task of which nothing at all was seen", (run) => [missed(run)], "fail", "not_raised", task),
  situation(
    "Inngest never calls the function",
    (run) => [fact(run, "queued"), missed(run)],
    "fail",
    "task_not_called",
    task,
  ),
  situation(
    "Inngest calls the function, and the app refuses the call",
    (run) => [fact(run, "queued"), fact(run, "call_refused"), missed(run)],
    "fail",
    "task_call_refused",
    task,
  ),
  situation(
    "the function is called and raises nothing after a call that was refused",
    (run) => [fact(run, "queued"), fact(run, "call_refused"), fact(run, "task_called"), missed(run)],
    "fail",
    "task_raised_nothing",
    task,
  ),
  situation(
    "the function is called and raises nothing",
    (run) => [fact(run, "queued"), fact(run, "task_called"), missed(run)],
    "fail",
    "task_raised_nothing",
    task,
  ),
  situation(
    "raised in a route, and never captured",
    (run) => [fact(run, "raised"), missed(run)],
    "fail",
    "not_captured_request",
  ),
  situation(
    "raised in a process that has loaded two cores, and never captured",
    (run) => [fact(run, "raised"), missed(run)],
    "fail",
    "two_cores",
    { run: sdk({ cores: ["11.4.0", "11.5.0"] }) },
  ),
  situation(
    "logged, and never captured",
    (run) => [
      fact(run, "raised"),
      fact(run, "raised", { role: "unwieldy" }),
      missed(run),
      missed(run, "unwieldy"),
    ],
    "fail",
    "not_captured_log",
    { check: "sentry-extra" },
  ),
  situation(
    "raised in a task, and never captured",
    (run) => [fact(run, "raised"), missed(run)],
    "fail",
    "not_captured_task",
    task,
  ),
  situation(
    "captured, and then no trace of it",
    (run) => [...taken(run), missed(run)],
    "fail",
    "fate_unknown",
  ),
  situation(
    "accepted, and never readable",
    (run) => [...accepted(run), missed(run)],
    "fail",
    "accepted_not_stored",
  ),
  ...(
    [
      ["filtered", [["filtered", "error-message", 2]], ["discards_filtered"]],
      ["limited", [["rate_limited", "key_quota", 1]], ["discards_limited"]],
      ["invalid", [["invalid", "", 1]], ["discards_invalid"]],
      ["nothing", [], ["discards_none"]],
      [
        "filtered and limited",
        [
          ["rate_limited", "spike_protection", 7],
          ["filtered", "release-version", 1],
          ["filtered", "error-message", 1],
        ],
        ["discards_filtered", "discards_limited"],
      ],
    ] as const
  ).map(([what, told, warnings]) =>
    situation(
      `accepted, and never readable, while Sentry discarded: ${what}`,
      (run) => [
        ...accepted(run),
        missed(run),
        fact(run, "discards", {
          at: DEADLINE,
          counts: told.map(([outcome, reason, count]) => ({ outcome, reason, count })),
        }),
      ],
      "fail",
      "accepted_not_stored",
      { warnings: [...warnings] },
    ),
  ),
  situation(
    "never readable stays so when a later look fails",
    (run) => [...accepted(run), missed(run), fact(run, "unreadable", { at: DEADLINE + 1_000 })],
    "fail",
    "accepted_not_stored",
    { now: DEADLINE + 2_000 },
  ),
  situation(
    "not under its id, but a search for its message finds it",
    (run) => [fact(run, "raised"), missed(run), fact(run, "counted")],
    "fail",
    "stored_under_other_id",
  ),

  unread("no_token", "no_read_token"),
  unread("no_organisation", "no_organisation"),
  unread("unauthorized", "read_unauthorized"),
  unread("forbidden", "read_forbidden"),
  unread("wrong_organisation", "wrong_organisation"),
  unread("wrong_project", "wrong_project"),
  unread("other_server", "other_server"),
  unread("rate_limited", "read_rate_limited"),
  unread("server_error", "read_server_error"),
  unread("timeout", "read_timeout"),
  unread("unreachable", "read_unreachable"),
  unread("redirected", "read_redirected"),
  unread("not_json", "read_not_json"),
  unread("truncated", "read_truncated"),
  unread("other_event", "read_other_event"),
  unread("bad_request", "read_bad_request"),
  situation("accepted, and no read token is configured", accepted, "unknown", "no_read_token", {
    ...soon,
    run: { canRead: false },
  }),
  situation("captured only, and no read token: a refusal may still come", taken, "pending", null, {
    ...soon,
    run: { canRead: false },
  }),
  situation(
    "accepted, and the read token is refused: waiting is no use",
    (run) => [
      ...accepted(run),
      fact(run, "unreadable", { why: "unauthorized", status: 401, at: later(150) }),
    ],
    "unknown",
    "read_unauthorized",
    soon,
  ),
  situation(
    "accepted, and the API is down for now",
    (run) => [...accepted(run), fact(run, "unreadable", { at: later(150) })],
    "pending",
    null,
    soon,
  ),
  situation(
    "the API was down, then answered that it has nothing",
    (run) => [...accepted(run), fact(run, "unreadable"), missed(run)],
    "fail",
    "accepted_not_stored",
  ),
  situation(
    "accepted, and nobody looked since the deadline",
    (run) => [...accepted(run), fact(run, "missing", { at: DEADLINE, askedAt: DEADLINE - 1 })],
    "unknown",
    "not_looked",
  ),
  situation(
    "the witness saw nothing, and nobody could look: unknown, with the guess as a remark",
    (run) => [fact(run, "raised"), fact(run, "unreadable")],
    "unknown",
    "read_server_error",
    { warnings: ["not_captured_request"] },
  ),
  situation(
    "the witness saw nothing, and nobody looked: unknown, with the guess as a remark",
    (run) => [fact(run, "queued")],
    "unknown",
    "not_looked",
    { ...task, warnings: ["task_not_called"] },
  ),
  situation(
    "accepted, though its capture was not seen, and never readable",
    (run) => [fact(run, "raised"), fact(run, "accepted"), missed(run)],
    "fail",
    "accepted_not_stored",
  ),
  situation(
    "fired without a read token, and one was set since",
    (run) => [...accepted(run), fact(run, "missing", { at: later(1_000) })],
    "pending",
    null,
    { ...soon, run: { canRead: false } },
  ),
  situation(
    "listed by the search before the API went down: nobody knows",
    (run) => [...accepted(run), counted(run), fact(run, "unreadable", { at: DEADLINE })],
    "unknown",
    "read_server_error",
  ),
  situation("at the deadline the last look is still out", accepted, "pending", null, { now: DEADLINE }),
  situation("the last look may take fifteen seconds", accepted, "pending", null, { now: DECIDED - 1 }),
  situation(
    "an API that was down keeps the last look open",
    (run) => [...accepted(run), fact(run, "unreadable")],
    "pending",
    null,
    { now: DEADLINE },
  ),
  situation(
    "the last look failed: nothing to wait for",
    (run) => [...accepted(run), fact(run, "unreadable", { at: DEADLINE + 1 })],
    "unknown",
    "read_server_error",
    { now: DEADLINE + 1 },
  ),
  situation(
    "captured, and the read token is refused: no last look",
    (run) => [...taken(run), fact(run, "unreadable", { why: "unauthorized", status: 401 })],
    "unknown",
    "read_unauthorized",
    { now: DEADLINE },
  ),
];
