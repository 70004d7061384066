import { CONSOLE } from "#checks/contents.js";
import type { CauseCode } from "#verdict/causes/catalogue.js";
import type { StoredEvent } from "#verdict/evidence/stored-event.js";
import { type Case, counted, read, sdk, situation, soon, taken, without } from "#verdict/testing/cases.js";
import { checkNamed, eventOf, fact, healthy, later, runOf } from "#verdict/testing/runs.js";

/** Everything fits but for one thing on the stored side. */
const stored = (title: string, change: Partial<StoredEvent>, cause: CauseCode, check = "sentry"): Case =>
  situation(`stored with ${title}`, (run) => [read(run, change), counted(run)], "fail", cause, { check });
const data = (title: string, value: unknown, cause: CauseCode, role = "main"): Case =>
  situation(
    `stored with ${title}`,
    (run) => [...without(run, ["found", role]), read(run, { data: { pino: value } }, role)],
    "fail",
    cause,
    { check: "sentry-extra" },
  );

const OWN = eventOf(runOf(checkNamed("sentry")));

/** Runs whose event was read back: is it what was meant? */
export const MATCHED: readonly Case[] = [
  situation("read back, as meant, and the only one", healthy, "pass", null, soon),
  situation("read back, of a logged error with its data", healthy, "pass", null, {
    ...soon,
    check: "sentry-extra",
  }),
  situation("read back, of a task", healthy, "pass", null, { ...soon, check: "sentry-inngest" }),
  situation(
    "read back without any word of the witness",
    (run) => [read(run), counted(run)],
    "pass",
    null,
    soon,
  ),
  situation(
    "read back although ingest seemed to refuse it",
    (run) => [fact(run, "rejected"), read(run), counted(run)],
    "pass",
    null,
    soon,
  ),
  situation(
    "read back although no DSN was seen",
    (run) => [fact(run, "raised"), read(run), counted(run)],
    "pass",
    null,
    { ...soon, run: sdk({ dsn: "absent" }) },
  ),
  situation(
    "read back although Inngest seemed to refuse the task",
    (run) => [fact(run, "not_queued"), read(run), counted(run)],
    "pass",
    null,
    { ...soon, check: "sentry-inngest" },
  ),

  stored("another event's id and message", { eventId: "0".repeat(32), message: "boom" }, "wrong_event"),
  stored("the run's message under another id", { eventId: "0".repeat(32) }, "stored_under_other_id"),
  stored("another message and no tags", { message: "boom", tags: {} }, "wrong_event"),
  stored(
    "the message of another run",
    { message: OWN.message.replace(OWN.eventId, "0".repeat(32)) },
    "wrong_event",
  ),
  stored("another message and type", { message: "boom", type: "TypeError" }, "wrong_event"),
  stored("another message", { message: "boom" }, "message_changed"),
  stored("no message, as a rule that removes leaves it", { message: "" }, "message_changed"),
  stored(
    "no id in message and tag, as a rule that removes ids leaves it",
    { message: OWN.message.replace(OWN.eventId, ""), tags: { check: "sentry", commit_tag: "v4.2" } },
    "message_changed",
  ),
  stored("more words around its message", { message: `Wrapped: ${OWN.message}` }, "message_changed"),
  stored("a scrubbed message", { message: "[Filtered]" }, "message_scrubbed"),
  ...["[uuid]", "*".repeat(32), `${"*".repeat(28)}89ab`, "A".repeat(40)].flatMap((mark) => [
    stored(
      `${mark} in place of the run's id`,
      {
        message: OWN.message.replace(OWN.eventId, mark),
        tags: { ...OWN.tags, "check.run": OWN.tags["check.run"]?.replace(OWN.eventId, mark) ?? "" },
      },
      "message_scrubbed",
    ),
    stored(
      `${mark} in place of the run's id in its tag alone`,
      { tags: { ...OWN.tags, "check.run": mark } },
      "tags_scrubbed",
    ),
  ]),
  stored("a scrubbed tag", { tags: { ...OWN.tags, check: "[Filtered]" } }, "tags_scrubbed"),
  stored("a scrubbed commit tag", { tags: { ...OWN.tags, commit_tag: "[Filtered]" } }, "tags_scrubbed"),
  stored("a scrubbed type", { type: "[Filtered]" }, "field_scrubbed"),
  stored("a scrubbed release", { release: "shop@[Filtered]" }, "field_scrubbed"),
  stored("a scrubbed environment", { environment: "[Filtered]" }, "field_scrubbed"),
  stored("a scrubbed runtime", { runtime: "[Filtered]" }, "field_scrubbed"),
  stored("a scrubbed trace", { traceId: "[uuid]" }, "field_scrubbed"),
  stored("a scrubbed release, of a task", { release: "[Filtered]" }, "field_scrubbed", "sentry-inngest"),
  stored("another type", { type: "a" }, "wrong_type"),
  stored("no type", { type: null }, "wrong_type"),
  stored("a time of receipt before the firing", { receivedAt: later(-2_001) }, "received_before_firing"),
  stored("no time of receipt", { receivedAt: null }, "received_unknown"),
  stored("a time of receipt that is no date", { receivedAt: Number.NaN }, "received_before_firing"),
  stored("another release", { release: "shop@0000000" }, "wrong_release"),
  stored("no release", { release: null }, "wrong_release"),
  stored("another environment", { environment: "production" }, "wrong_environment"),
  stored("no environment", { environment: null }, "wrong_environment"),
  stored("handled where it was not", { handled: true }, "wrong_handled"),
  stored("the console's mechanism, as handled", { mechanism: CONSOLE, handled: true }, "reported_by_console"),
  // handled: false, which helps in a request, leaves these others red.
  ...[true, false].flatMap((handled) =>
    (
      [
        ["sentry-inngest", "console_first_task"],
        ["sentry-inngest-step", "console_first_task"],
        ["sentry-after", "console_first"],
        ["sentry-unawaited", "console_first"],
        ["sentry-proxy", "console_first"],
      ] as const
    ).map(([check, cause]) =>
      stored(
        `the console's mechanism, as ${handled ? "handled" : "unhandled"}, in ${check}`,
        { mechanism: CONSOLE, handled },
        cause,
        check,
      ),
    ),
  ),
  stored(
    "the console's mechanism, and no word on whether it was handled",
    { mechanism: CONSOLE, handled: null },
    "wrong_handled",
  ),
  situation(
    "stored by the console's integration, which says that it is unhandled",
    (run) => [read(run, { mechanism: CONSOLE, handled: false }), counted(run)],
    "pass",
    null,
    soon,
  ),
  stored("no word on whether it was handled", { handled: null }, "wrong_handled"),
  stored("another mechanism", { mechanism: "generic" }, "wrong_mechanism"),
  stored("another runtime", { runtime: "vercel-edge" }, "wrong_runtime"),
  stored("no runtime", { runtime: null }, "wrong_runtime"),
  stored("no tags", { tags: {} }, "wrong_tags"),
  stored("another trace", { traceId: "f".repeat(32) }, "wrong_trace"),
  stored("no trace", { traceId: null }, "wrong_trace"),
  stored("another trace, of a task", { traceId: "f".repeat(32) }, "task_trace_apart", "sentry-inngest"),
  stored(
    "another trace, of the app's own page",
    { traceId: "f".repeat(32) },
    "page_trace_apart",
    "sentry-proxy",
  ),
  stored("another level", { level: "info" }, "wrong_level"),
  situation(
    "stored with no level, which is an error's",
    (run) => [read(run, { level: null }), counted(run)],
    "pass",
    null,
  ),
  stored(
    "another commit tag",
    { tags: { ...eventOf(runOf(checkNamed("sentry"))).tags, commit_tag: "v0" } },
    "wrong_commit_tag",
  ),
  situation("stored, while the SDK keeps a share of the errors only", healthy, "fail", "errors_sampled", {
    ...soon,
    run: sdk({ sampleRate: 0.5 }),
  }),
  situation(
    "stored by another process than the one whose SDK keeps a share of the errors only",
    (run) => [
      ...without(run, ["captured"], ["raised"]),
      fact(run, "raised", { process: "p2" }),
      fact(run, "captured", { process: "p2" }),
    ],
    "pass",
    null,
    { ...soon, check: "sentry-inngest", run: sdk({ sampleRate: 0.5 }) },
  ),
  ...(["release", "environment"] as const).flatMap((what) => [
    situation(
      `stored with another ${what}, of a task whose call never came here`,
      (run) => [fact(run, "queued"), read(run, { [what]: "other" }), counted(run)],
      "fail",
      "task_ran_elsewhere",
      { ...soon, check: "sentry-inngest" },
    ),
    situation(
      `stored with another ${what}, of a task whose process is of that one`,
      (run) => [
        ...without(run, ["found"], ["task_called"]),
        fact(run, "task_called", { process: "p2", [what]: "other" }),
        read(run, { [what]: "other" }),
      ],
      "fail",
      "task_ran_elsewhere",
      { ...soon, check: "sentry-inngest" },
    ),
    situation(
      `stored with another ${what} than its task's process has`,
      (run) => [...without(run, ["found"]), read(run, { [what]: "other" })],
      "fail",
      `wrong_${what}`,
      { ...soon, check: "sentry-inngest" },
    ),
    situation(
      `stored with another ${what} than the caller expects, of a task that another process ran`,
      (run) => [...without(run, ["raised"])],
      "fail",
      `wrong_${what}`,
      {
        ...soon,
        check: "sentry-inngest",
        run: {
          expected: { ...runOf(checkNamed("sentry")).expected, [what]: "other", fromCaller: true },
        },
      },
    ),
  ]),
  data("no data", { msg: "oops" }, "data_missing"),
  data("scrubbed data", { data: "[Filtered]" }, "data_scrubbed"),
  data("a hashed field", { data: { number: "A".repeat(40), divider: 0 } }, "data_scrubbed"),
  data("a field by name of its kind", { data: { number: "[creditcard]", divider: 0 } }, "data_scrubbed"),
  data("one scrubbed field", { data: { number: "********", divider: 0 } }, "data_scrubbed"),
  data("a scrubbed context around the data", "[Filtered]", "data_scrubbed"),
  data("data cut off by depth", { data: "[Object]" }, "data_changed"),
  data("a changed number", { data: { number: 2, divider: 0 } }, "data_changed"),
  data("a number that became text", { data: { number: "1", divider: 0 } }, "data_changed"),
  data("a field more", { data: { number: 1, divider: 0, more: 1 } }, "data_changed"),
  data("data cut off beside unserializable data", { data: "[Object]" }, "data_changed", "unserializable"),
  data("no data beside unserializable data", { beside: {} }, "data_missing", "unserializable"),
  situation(
    "read a moment after the search was refused for good: waiting is no use",
    (run) => [
      ...taken(run),
      fact(run, "unreadable", { why: "forbidden", status: 403, at: later(500) }),
      read(run),
    ],
    "unknown",
    "read_forbidden",
    soon,
  ),
  situation(
    "a first read fits, a second shows another error",
    (run) => [
      ...healthy(run),
      fact(run, "found", { at: later(5_000), event: eventOf(run, "main", { message: "boom", tags: {} }) }),
    ],
    "fail",
    "wrong_event",
  ),
  situation(
    "a wrong event is a fail at once",
    (run) => [read(run, { release: "x" })],
    "fail",
    "wrong_release",
    soon,
  ),
];
