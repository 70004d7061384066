import type { Verdict } from "#verdict/answer.js";
import type { CauseCode } from "#verdict/causes/catalogue.js";
import type { Evidence } from "#verdict/evidence/kinds.js";
import type { StoredSpan } from "#verdict/evidence/stored-span.js";
import type { Run } from "#verdict/run.js";
import { type Case, missed, situation } from "#verdict/testing/cases.js";
import {
  checkNamed,
  DEADLINE,
  eventOf,
  fact,
  HOUR,
  healthy,
  later,
  runOf,
  spansOf,
} from "#verdict/testing/runs.js";

type Tracing = NonNullable<Run["tracing"]>;

const SDK = { ...runOf(checkNamed("sentry")).sdk, tracesSampleRate: 0.1 };
const UNSEEN: CauseCode = "trace_browser_not_seen";
/** The healthy run is over by then, the SDK's span buffer included. */
const SOON = { now: later(8_000) };

/** A run above a rate of 0. */
const traced = (
  title: string,
  evidence: (run: Run) => Evidence[],
  verdict: Verdict,
  cause: CauseCode | null,
  more: Partial<Case> & { tracing?: Partial<Tracing> } = {},
): Case => {
  const { tracing, run, ...rest } = more;
  const above = { rate: 0.1, sampled: true, fromBrowser: false, redis: false, ...tracing };
  const given = { check: "sentry-trace", run: { sdk: SDK, tracing: above, ...run }, ...rest };
  return situation(`trace: ${title}`, evidence, verdict, cause, given);
};
/** A run at a rate of 0. */
const untraced = (
  title: string,
  evidence: (run: Run) => Evidence[],
  verdict: Verdict,
  cause: CauseCode | null,
  { tracing, run, ...rest }: Partial<Case> & { tracing?: Partial<Tracing> } = {},
): Case => {
  const zero = { rate: 0, sampled: false, fromBrowser: false, redis: false, alone: false, ...tracing };
  const given = { check: "sentry-trace", run: { tracing: zero, ...run }, ...rest };
  return situation(`no trace: ${title}`, evidence, verdict, cause, given);
};

const bare = (run: Run) => healthy(run).filter((one) => one.kind !== "spans");
const spans = (run: Run, list: StoredSpan[] | null, at = later(7_000)) =>
  fact(run, "spans", { at, askedAt: at, spans: list });
/** What is listed at the deadline, and stays so. */
const left = (keep: (span: StoredSpan) => boolean) => (run: Run) => [
  ...bare(run),
  spans(run, spansOf(run).filter(keep), DEADLINE),
];
const changed =
  (change: Partial<StoredSpan>, of = "t1") =>
  (run: Run) => [
    ...bare(run),
    spans(
      run,
      spansOf(run).map((one) => (one.spanId === of ? { ...one, ...change } : one)),
      DEADLINE,
    ),
  ];
const unmarked = (run: Run) => spansOf(run).map((one) => ({ ...one, run: null }));
const elsewhere = "4bf92f3577b34da6a3ce929d0e0e4736";
const inBrowser = { tracing: { fromBrowser: true } };
const inRedis = { tracing: { redis: true, fromBrowser: true } };
const nothing = left(() => false);

const healthyWithoutTrace = (run: Run) =>
  bare(run).map((one) => (one.kind === "raised" ? { ...one, traceId: null } : one));

const ABOVE_ZERO: readonly Case[] = [
  traced("from browser to task", healthy, "pass", null, { ...SOON, ...inBrowser }),
  traced("from browser to task, with Redis commands", healthy, "pass", null, { ...SOON, ...inRedis }),
  traced("from route to task: the browser's part is a remark", healthy, "warn", UNSEEN, SOON),
  traced(
    "listed bit by bit",
    (run) => [
      ...bare(run),
      spans(run, spansOf(run).slice(0, 2), later(2_000)),
      spans(run, spansOf(run).slice(2), later(3_000)),
    ],
    "pass",
    null,
    { ...SOON, ...inBrowser },
  ),
  traced("not searched yet", bare, "pending", null, { ...SOON, ...inBrowser }),
  traced(
    "not all listed yet",
    (run) => [...bare(run), spans(run, spansOf(run).slice(0, 2))],
    "pending",
    null,
    {
      ...SOON,
      ...inBrowser,
    },
  ),
  traced("never searched", bare, "unknown", "not_looked", inBrowser),
  traced(
    "listed after the deadline",
    (run) => [...nothing(run), spans(run, spansOf(run), DEADLINE + 9_000)],
    "warn",
    "late",
    {
      ...inBrowser,
      now: DEADLINE + 20_000,
    },
  ),
  traced(
    "looked for only after the deadline",
    (run) => [...bare(run), spans(run, spansOf(run), DEADLINE + 9_000)],
    "warn",
    "looked_late",
    {
      ...inBrowser,
      now: DEADLINE + 20_000,
    },
  ),
  traced(
    "listed more than an hour later",
    (run) => [...nothing(run), spans(run, spansOf(run), HOUR + 1)],
    "fail",
    "found_too_late",
    {
      ...inBrowser,
      now: HOUR + 2,
    },
  ),
  traced("none is ever stored, though the control is", nothing, "fail", "spans_not_stored"),
  traced(
    "none is stored, and statistics say why",
    (run) => [
      ...nothing(run),
      fact(run, "discards", {
        at: DEADLINE,
        counts: [{ outcome: "rate_limited", reason: "span_usage_exceeded", count: 7 }],
      }),
    ],
    "fail",
    "spans_not_stored",
    { warnings: ["discards_limited"] },
  ),
  traced(
    "none is stored, and statistics know nothing of it",
    (run) => [...nothing(run), fact(run, "discards", { at: DEADLINE })],
    "fail",
    "spans_not_stored",
    { warnings: ["discards_none"] },
  ),
  traced(
    "none is stored, and the control is not either",
    (run) => [
      ...nothing(run).filter((one) => !["found", "counted"].includes(one.kind)),
      missed(run, "control"),
    ],
    "fail",
    "accepted_not_stored",
  ),
  traced(
    "a search asked just before the deadline and answered after it does not decide",
    (run) => [...bare(run), fact(run, "spans", { askedAt: DEADLINE - 1, at: DEADLINE + 3, spans: [] })],
    "pending",
    null,
    { now: DEADLINE + 4 },
  ),
  traced(
    "the route's is missing",
    left((one) => one.op !== "http.server"),
    "fail",
    "trace_route_missing",
  ),
  traced(
    "the task's is missing",
    left((one) => one.op !== "queue.process"),
    "fail",
    "trace_task_missing",
  ),
  traced("the task's has another parent", changed({ parentId: "ffff" }), "fail", "trace_unlinked"),
  traced("the task's has no parent", changed({ parentId: null }), "fail", "trace_unlinked"),
  traced("a circle of parents ends", changed({ parentId: "t1" }), "fail", "trace_unlinked"),
  traced(
    "the browser's is missing",
    left((one) => one.spanId !== "b1"),
    "fail",
    "trace_browser_missing",
    inBrowser,
  ),
  traced(
    "the route's has no parent though a browser fired",
    changed({ parentId: null }, "r1"),
    "fail",
    "trace_browser_apart",
    inBrowser,
  ),
  traced(
    "no Redis command is among them",
    left((one) => one.spanId !== "d1"),
    "fail",
    "redis_spans_missing",
    inRedis,
  ),
  traced(
    "another database's query is no Redis command",
    changed({ origin: "auto.db.libsql" }, "d1"),
    "fail",
    "redis_spans_missing",
    inRedis,
  ),
  traced("of another release", changed({ release: "shop@0ld" }), "fail", "wrong_release"),
  traced("of another environment", changed({ environment: null }, "r1"), "fail", "wrong_environment"),
  traced(
    "the task ran on another trace, as its control shows",
    (run) => [
      ...bare(run).filter((one) => one.kind !== "found"),
      fact(run, "found", { role: "control", event: eventOf(run, "control", { traceId: elsewhere }) }),
    ],
    "fail",
    "trace_broken",
    SOON,
  ),
  traced(
    "the task ran on another trace, as its process says",
    (run) => [
      ...bare(run).filter((one) => one.kind !== "found" && (one.kind !== "raised" || one.role !== "main")),
      fact(run, "raised", { traceId: elsewhere }),
    ],
    "fail",
    "trace_broken",
    SOON,
  ),
  traced("the SDK traces nothing", bare, "fail", "tracing_off", {
    ...SOON,
    tracing: { sampled: null },
    run: { sdk: { ...SDK, tracesSampleRate: 0 } },
  }),
  traced("the SDK takes no spans from OpenTelemetry", bare, "fail", "tracing_without_spans", {
    ...SOON,
    tracing: { sampled: null },
    run: { sdk: { ...SDK, openTelemetry: false } },
  }),
  traced(
    "the SDK takes no spans from OpenTelemetry, and samples the trace",
    bare,
    "fail",
    "tracing_without_spans",
    {
      ...SOON,
      run: { sdk: { ...SDK, openTelemetry: false } },
    },
  ),
  traced("the SDK decided against it", bare, "fail", "trace_sampled_out", {
    ...SOON,
    tracing: { sampled: false },
  }),
  traced(
    "a backend without spans",
    (run) => [...bare(run), spans(run, null)],
    "unknown",
    "spans_not_searchable",
    SOON,
  ),
  traced(
    "the search fails",
    (run) => [...bare(run), fact(run, "unreadable", { at: DEADLINE })],
    "unknown",
    "read_server_error",
  ),
  traced(
    "without a read token",
    (run) => bare(run).filter((one) => one.kind !== "found" && one.kind !== "counted"),
    "unknown",
    "no_read_token",
    {
      run: { canRead: false },
    },
  ),
  traced(
    "Inngest never called",
    (run) => [fact(run, "queued"), missed(run, "control"), spans(run, spansOf(run).slice(0, 2), DEADLINE)],
    "fail",
    "task_not_called",
  ),
  traced("without a DSN", (run) => bare(run).filter((one) => one.kind === "raised"), "fail", "dsn_absent", {
    ...SOON,
    run: { sdk: { ...SDK, dsn: "absent", initialised: false } },
    tracing: { sampled: null },
  }),
  traced("fired by a version that did not note how", healthy, "unknown", "check_changed", {
    ...SOON,
    run: { tracing: undefined },
  }),
];

const AT_ZERO: readonly Case[] = [
  untraced("the control is stored, and a fresh search finds no span", healthy, "pass", null, SOON),
  untraced(
    "a span is stored",
    (run) => [...bare(run), spans(run, spansOf(run))],
    "fail",
    "spans_at_rate_zero",
    SOON,
  ),
  untraced(
    "a span is stored before anything else is known",
    (run) => [spans(run, spansOf(run))],
    "fail",
    "spans_at_rate_zero",
    SOON,
  ),
  untraced(
    "spans without the run's mark, on a trace that nobody brought along",
    (run) => [...bare(run), spans(run, unmarked(run))],
    "fail",
    "spans_at_rate_zero",
    { ...SOON, tracing: { alone: true } },
  ),
  untraced(
    "spans without the run's mark, on a trace that the caller brought",
    (run) => [...bare(run), spans(run, unmarked(run))],
    "unknown",
    "spans_not_told_apart",
    SOON,
  ),
  untraced(
    "one span with the mark among others on the caller's trace",
    (run) => [...bare(run), spans(run, [...unmarked(run), ...spansOf(run).slice(0, 1)])],
    "fail",
    "spans_at_rate_zero",
    SOON,
  ),
  untraced(
    "another run's spans on the caller's trace",
    (run) => [
      ...bare(run),
      spans(
        run,
        spansOf(run).map((one) => ({ ...one, run: "0".repeat(32) })),
      ),
    ],
    "unknown",
    "spans_not_told_apart",
    SOON,
  ),
  untraced(
    "a span comes within the hour",
    (run) => [...healthy(run), spans(run, spansOf(run).slice(0, 1), later(60_000))],
    "fail",
    "spans_at_rate_zero",
  ),
  untraced(
    "a search before the SDK had sent its spans is none",
    (run) => [...bare(run), spans(run, [], later(6_009))],
    "pending",
    null,
    SOON,
  ),
  untraced(
    "a search before the control was found is none",
    (run) => [
      ...bare(run).filter((one) => one.kind !== "found"),
      fact(run, "found", { role: "control", at: later(7_001) }),
      spans(run, []),
    ],
    "pending",
    null,
    SOON,
  ),
  untraced("not searched yet", bare, "pending", null, SOON),
  untraced("never searched", bare, "unknown", "not_looked"),
  untraced("the task has not run yet", (run) => [fact(run, "queued")], "pending", null, SOON),
  untraced(
    "the task was never called",
    (run) => [fact(run, "queued"), missed(run, "control")],
    "fail",
    "task_not_called",
  ),
  untraced(
    "the control is never readable",
    (run) => [
      ...bare(run).filter((one) => !["found", "counted"].includes(one.kind)),
      missed(run, "control"),
      spans(run, [], DEADLINE),
    ],
    "fail",
    "accepted_not_stored",
  ),
  untraced(
    "the control's capture was not seen",
    (run) => healthy(run).filter((one) => one.kind !== "captured"),
    "unknown",
    "absence_not_witnessed",
  ),
  untraced(
    "the control came from another process",
    (run) => [
      ...healthy(run).filter((one) => one.kind !== "captured"),
      fact(run, "captured", { role: "control", process: "p2", at: later(40) }),
    ],
    "unknown",
    "split_processes",
  ),
  untraced(
    "the task ran on another trace, where nobody looked",
    (run) => [
      ...healthy(run).filter((one) => one.kind !== "found"),
      fact(run, "found", { role: "control", event: eventOf(run, "control", { traceId: elsewhere }) }),
    ],
    "fail",
    "trace_broken",
    SOON,
  ),
  untraced(
    "a backend without spans",
    (run) => [...bare(run), spans(run, null)],
    "unknown",
    "spans_not_searchable",
    SOON,
  ),
  untraced("the firing had no trace", healthyWithoutTrace, "unknown", "no_trace", {
    run: { traceId: null },
    warnings: ["trace_not_checked"],
  }),
  untraced(
    "proven after the deadline",
    (run) => [...bare(run), spans(run, [], DEADLINE + 1)],
    "warn",
    "absence_proven_late",
    {
      now: DEADLINE + 1,
    },
  ),
  untraced(
    "nobody looked for an hour",
    (run) => [...bare(run), spans(run, [], HOUR + 1)],
    "unknown",
    "absence_too_late",
    {
      now: HOUR + 2,
    },
  ),
];

/** Runs of the check of tracing, by the sample rate that they were fired at. */
export const TRACED: readonly Case[] = [...ABOVE_ZERO, ...AT_ZERO];
