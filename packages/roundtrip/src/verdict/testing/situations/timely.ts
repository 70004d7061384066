import type { Evidence } from "#verdict/evidence/kinds.js";
import type { Run } from "#verdict/run.js";
import { type Case, counted, read, situation, soon } from "#verdict/testing/cases.js";
import { checkNamed, DEADLINE, eventOf, fact, HOUR, healthy, later, runOf } from "#verdict/testing/runs.js";

const expected = runOf(checkNamed("sentry")).expected;
const unusable = (variable: string) => ({ variable, message: "must not hold spaces" });
const foundAt =
  (at: number, before: (run: Run) => Evidence[] = () => []) =>
  (run: Run) => [...before(run), fact(run, "found", { at }), fact(run, "counted", { at })];

/** A frame of a build, as Sentry shows it that finds no source map for it. */
const BUILT = {
  file: ".next/server/app/api/health/sentry/route.js",
  function: "GET",
  line: 1,
  source: null,
  inApp: true,
};

/** Runs whose event is as meant: was it in time, and what else is to be said? */
export const TIMELY: readonly Case[] = [
  situation("found within a deadline of more than an hour", foundAt(HOUR + 1), "pass", null, {
    now: HOUR + 1,
    run: { deadline: 2 * HOUR - later(0) },
  }),
  situation(
    "an answer that took far too long blurs the clocks by half a minute at most",
    (run) => [
      fact(run, "found", { clockSkewMs: 60_000, askedAt: later(1_000), at: later(101_000) }),
      counted(run),
    ],
    "fail",
    "received_before_firing",
  ),
  situation("found at the deadline, to the millisecond", foundAt(DEADLINE), "pass", null),
  situation(
    "found just after the deadline, where a look had found nothing",
    foundAt(DEADLINE + 1, (run) => [fact(run, "missing", { at: DEADLINE })]),
    "warn",
    "late",
    { now: DEADLINE + 1 },
  ),
  situation(
    "found just after the deadline, where nobody had looked",
    foundAt(DEADLINE + 1),
    "warn",
    "looked_late",
    { now: DEADLINE + 1 },
  ),
  situation(
    "found after the deadline, and the last look was before it",
    foundAt(DEADLINE + 1, (run) => [fact(run, "missing", { at: DEADLINE - 1 })]),
    "warn",
    "looked_late",
    { now: DEADLINE + 1 },
  ),
  situation(
    "found at the end of the hour",
    foundAt(HOUR, (run) => [fact(run, "missing", { at: DEADLINE })]),
    "warn",
    "late",
    { now: HOUR },
  ),
  situation(
    "found after the hour",
    foundAt(HOUR + 1, (run) => [fact(run, "missing", { at: DEADLINE })]),
    "fail",
    "found_too_late",
    { now: HOUR + 1 },
  ),
  situation("the canary waits the hour: found at its end is in time", foundAt(HOUR), "pass", null, {
    now: HOUR,
    run: { deadline: HOUR },
  }),

  situation(
    "captured twice in one process",
    (run) => [...healthy(run), fact(run, "captured")],
    "warn",
    "reported_twice",
    soon,
  ),
  situation(
    "captured in two attempts of a task",
    (run) => [
      ...healthy(run),
      fact(run, "captured", { delivery: "01J:0" }),
      fact(run, "captured", { delivery: "01J:1" }),
    ],
    "warn",
    "reported_twice",
    { ...soon, check: "sentry-inngest" },
  ),
  situation(
    "one attempt delivered twice by Inngest",
    (run) => [
      ...healthy(run).filter((one) => one.kind !== "captured"),
      fact(run, "captured", { delivery: "01J:1" }),
      fact(run, "captured", { delivery: "01J:1" }),
    ],
    "pass",
    null,
    { ...soon, check: "sentry-inngest" },
  ),
  situation(
    "no frames",
    (run) => [read(run, { frames: [] }), counted(run)],
    "warn",
    "source_no_frames",
    soon,
  ),
  situation(
    "no frames, at a backend that gives them as they were sent",
    (run) => [read(run, { frames: [], framesAsSent: true }), counted(run)],
    "warn",
    "source_no_frames",
    soon,
  ),
  ...(
    [
      ["app/api/health/other/route.ts", "  throw error();", "source_elsewhere"],
      ["sentry-wrapper-module", "function wrapHandler(handler, method) {", "source_elsewhere"],
      [".next/server/app/api/health/sentry/route.js", "(()=>{var a={};a.id=146", "source_not_original"],
      ["app/api/health/sentry/route.ts", " ", "source_not_original"],
    ] as const
  ).map(([file, source, code]) =>
    situation(
      `an in-app frame of ${file} with the text ${source}`,
      (run) => [
        read(run, { frames: [{ file, function: "GET", line: 4, source, inApp: true }] }),
        counted(run),
      ],
      "warn",
      code,
      soon,
    ),
  ),
  ...(
    [
      ["none_uploaded", "source_maps_none"],
      ["other_build", "source_maps_other_build"],
      ["no_debug_ids", "source_maps_no_debug_ids"],
      ["map_missing", "source_map_missing"],
    ] as const
  ).map(([mapTrouble, code]) =>
    situation(
      `frames of built files: ${mapTrouble}`,
      (run) => [read(run, { frames: [BUILT], mapTrouble }), counted(run)],
      "warn",
      code,
      soon,
    ),
  ),
  situation(
    "frames as they were sent",
    (run) => [read(run, { frames: [BUILT], framesAsSent: true }), counted(run)],
    "warn",
    "source_not_checked",
    soon,
  ),
  situation("a task whose firing had no trace", healthy, "warn", "trace_not_checked", {
    ...soon,
    check: "sentry-inngest",
    run: { traceId: null },
  }),
  situation("a firing without a trace, in a route", healthy, "pass", null, {
    ...soon,
    run: { traceId: null },
  }),
  situation(
    "a release that ends in @latest",
    (run) => [read(run, { release: "shop@latest" }), counted(run)],
    "warn",
    "commit_is_latest",
    { ...soon, run: { expected: { ...expected, release: "shop@latest" } } },
  ),
  situation(
    "a release and an environment that nobody has stated",
    (run) => [read(run, { release: "7c1e", environment: "vercel-preview" }), counted(run)],
    "warn",
    "expectation_unstated",
    { ...soon, run: { expected: { ...expected, release: null, environment: null } } },
  ),
  situation(
    "an environment that was stated in words that cannot be used",
    (run) => [read(run, { environment: "my env" }), counted(run)],
    "warn",
    "expectation_unusable",
    {
      ...soon,
      run: { expected: { ...expected, environment: null, unusable: [unusable("SENTRY_ENVIRONMENT")] } },
    },
  ),
  situation(
    "a project that cannot be used, and an environment that nobody has stated",
    (run) => [read(run, { environment: "vercel-preview" }), counted(run)],
    "warn",
    "expectation_unusable",
    {
      ...soon,
      warnings: ["expectation_unusable", "expectation_unstated"],
      run: {
        expected: { ...expected, release: null, environment: null, unusable: [unusable("SENTRY_PROJECT")] },
      },
    },
  ),
  situation(
    "a variable that cannot be used, and a caller who said what to expect",
    (run) => [read(run), counted(run)],
    "pass",
    null,
    {
      ...soon,
      run: { expected: { ...expected, fromCaller: true, unusable: [unusable("SENTRY_ENVIRONMENT")] } },
    },
  ),
  situation(
    "clocks a minute apart",
    (run) => [
      fact(run, "found", { clockSkewMs: 60_000, event: eventOf(run, "main", { receivedAt: later(60_400) }) }),
      counted(run),
    ],
    "pass",
    null,
    soon,
  ),
  situation(
    "our clock ten minutes ahead",
    (run) => [
      fact(run, "found", {
        clockSkewMs: -600_000,
        event: eventOf(run, "main", { receivedAt: later(-599_600) }),
      }),
      counted(run),
    ],
    "warn",
    "clock_skew",
    soon,
  ),
  situation(
    "our clock ten minutes behind, and an event from before",
    (run) => [fact(run, "found", { clockSkewMs: 600_000 }), counted(run)],
    "fail",
    "received_before_firing",
    soon,
  ),
  situation(
    "a slow answer that makes the backend's clock look fast",
    (run) => [
      fact(run, "found", { clockSkewMs: 9_000, askedAt: later(1_000), at: later(10_000) }),
      counted(run),
    ],
    "pass",
    null,
    { now: later(11_000) },
  ),
  situation(
    "several remarks: the first is the cause, all are told",
    (run) => [
      ...healthy(run).filter((one) => one.kind !== "counted"),
      counted(run, null),
      fact(run, "captured"),
    ],
    "warn",
    "uniqueness_not_checked",
    { ...soon, warnings: ["uniqueness_not_checked", "reported_twice"] },
  ),
];
