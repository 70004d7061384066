import { FROM_CACHE } from "#checks/nonce.js";
import { NO_SUCH_ACTION } from "#verdict/evidence/network.js";
import { type Case, missed, sdk, situation, soon, without } from "#verdict/testing/cases.js";
import { DEADLINE, eventOf, fact, healthy, later } from "#verdict/testing/runs.js";

const render = { check: "sentry-render" };
const action = { check: "sentry-action" };
const edge = { check: "sentry-edge" };
const proxy = { check: "sentry-proxy" };
const after = { check: "sentry-after" };
const step = { check: "sentry-inngest-step" };
const stream = { check: "sentry-stream" };
const pagesApi = { check: "sentry-pages-api" };
const unawaited = { check: "sentry-unawaited" };

const inEdge = { runtime: "edge" as const };

/** Runs of the checks whose places the server visits itself: pages, actions, edge routes, proxy.ts. */
export const PLACES: readonly Case[] = [
  situation("three components that throw, all read back", healthy, "pass", null, { ...render, ...soon }),
  situation("a Server Action that throws, read back", healthy, "pass", null, { ...action, ...soon }),
  situation(
    "the page's own error is stored, the streamed one never captured",
    (run) => [
      ...healthy(run).filter((one) => one.role !== "streamed"),
      fact(run, "raised", { role: "streamed" }),
      missed(run, "streamed"),
    ],
    "fail",
    "not_captured_request",
    render,
  ),
  situation(
    "the nested component's error is stored twice",
    (run) => [...healthy(run), fact(run, "counted", { role: "nested", count: 2 })],
    "fail",
    "stored_twice",
    { ...render, ...soon },
  ),
  situation(
    "the streamed component's error is not stored yet",
    (run) => without(run, ["found", "streamed"], ["counted", "streamed"]),
    "pending",
    null,
    { ...render, ...soon },
  ),
  situation(
    "the app cannot reach its own page",
    (run) => [fact(run, "not_reached", { status: null, code: "ECONNREFUSED" })],
    "fail",
    "app_unreachable",
    { ...action, ...soon },
  ),
  situation(
    "the page answers without raising",
    (run) => [fact(run, "not_reached", { status: 404 })],
    "fail",
    "page_not_reached",
    { ...action, ...soon },
  ),
  situation(
    "the page's address answers as it does when it raises: that it raised may not be known yet",
    (run) => [fact(run, "visited")],
    "pending",
    null,
    { ...action, ...soon },
  ),
  situation(
    "the page's address answers as it does when it raises, and nothing was raised",
    (run) => [fact(run, "visited"), missed(run)],
    "fail",
    "page_raised_nothing",
    action,
  ),
  situation(
    "one of three pages fails before its component that raises",
    (run) => [
      ...healthy(run).filter((one) => one.role !== "nested"),
      fact(run, "visited", { role: "nested" }),
      missed(run, "nested"),
    ],
    "fail",
    "page_raised_nothing",
    render,
  ),
  situation(
    "the page answers, raises, and nobody reports it",
    (run) => [fact(run, "raised"), fact(run, "visited"), missed(run)],
    "fail",
    "not_captured_request",
    action,
  ),
  situation(
    "the page answers, and its error is read back, though nobody saw it raised",
    (run) => [fact(run, "visited"), ...without(run, ["raised"])],
    "pass",
    null,
    { ...action, ...soon },
  ),
  situation(
    "another build is to carry out the form's action",
    (run) => [fact(run, "not_reached", { status: 409, code: NO_SUCH_ACTION })],
    "unknown",
    "action_of_other_build",
    { ...action, ...soon },
  ),
  situation(
    "a proxy before the form, or before its action, answers 409",
    (run) => [fact(run, "not_reached", { status: 409 })],
    "fail",
    "page_not_reached",
    { ...action, ...soon },
  ),
  situation(
    "a page that is no action's answers 409",
    (run) => [fact(run, "not_reached", { status: 409 })],
    "fail",
    "page_not_reached",
    { check: "sentry-proxy", ...soon },
  ),
  situation(
    "a cache answers for the page",
    (run) => [fact(run, "not_reached", { status: 500, code: FROM_CACHE })],
    "fail",
    "answered_by_cache",
    { ...action, ...soon },
  ),
  situation(
    "a cache answers for the address that is proxy.ts's own",
    (run) => [fact(run, "not_reached", { status: 404, code: FROM_CACHE })],
    "fail",
    "answered_by_cache",
    { check: "sentry-proxy", ...soon },
  ),
  situation(
    "proxy.ts does not admit the server's own visit",
    (run) => [fact(run, "not_reached", { status: 404, code: "capability" })],
    "fail",
    "page_not_reached",
    { check: "sentry-proxy", ...soon },
  ),
  situation(
    "proxy.ts does not see the address that is its own",
    (run) => [fact(run, "not_reached", { status: 404 })],
    "fail",
    "proxy_not_reached",
    { check: "sentry-proxy", ...soon },
  ),
  situation(
    "one of three pages is not reached",
    (run) => [
      ...healthy(run).filter((one) => one.role !== "nested"),
      fact(run, "not_reached", { role: "nested", status: 404 }),
    ],
    "fail",
    "page_not_reached",
    { ...render, ...soon },
  ),
  situation(
    "the page gives no answer in time: it may still raise",
    (run) => [fact(run, "not_reached", { status: null, code: "TIMEOUT" })],
    "pending",
    null,
    { ...action, now: DEADLINE - 1 },
  ),
  ...(
    [
      ["a connection closed", { status: null, code: "ECONNRESET" }, "app_unreachable"],
      ["502", { status: 502 }, "page_not_reached"],
      ["503", { status: 503 }, "page_not_reached"],
    ] as const
  ).flatMap(([what, miss, code]) => [
    situation(`${what}: it may still raise`, (run) => [fact(run, "not_reached", miss)], "pending", null, {
      ...action,
      now: DEADLINE - 1,
    }),
    situation(
      `${what}, and it never raises`,
      (run) => [fact(run, "not_reached", miss), missed(run)],
      "fail",
      code,
      action,
    ),
  ]),
  situation(
    "the page gives no answer in time, and never raises",
    (run) => [fact(run, "not_reached", { status: null, code: "TIMEOUT" }), missed(run)],
    "fail",
    "page_slow",
    action,
  ),
  situation(
    "the page's connection times out, and it never raises",
    (run) => [fact(run, "not_reached", { status: null, code: "UND_ERR_HEADERS_TIMEOUT" }), missed(run)],
    "fail",
    "page_slow",
    action,
  ),
  situation(
    "the page gives no answer in time, and raises much later",
    (run) => [
      fact(run, "not_reached", { status: null, code: "TIMEOUT" }),
      ...healthy(run).map((one) => ({ ...one, at: one.at + 60_000 })),
    ],
    "pass",
    null,
    { ...action, now: later(70_000) },
  ),
  situation(
    "the page raises, and its answer is lost",
    (run) => [...healthy(run), fact(run, "not_reached", { status: null, code: "ECONNRESET" })],
    "pass",
    null,
    { ...action, ...soon },
  ),
  situation(
    "the page raised, its answer was lost, and the event is not there yet",
    (run) => [fact(run, "raised"), fact(run, "not_reached", { status: null, at: later(90) })],
    "pending",
    null,
    { ...action, ...soon },
  ),

  situation("both errors of the edge, read back", healthy, "pass", null, { ...edge, ...soon }),
  situation(
    "the uncaught edge error, reported by the edge runtime",
    (run) => [
      ...without(run, ["found", "uncaught"]),
      fact(run, "found", {
        role: "uncaught",
        event: eventOf(run, "uncaught", { runtime: "vercel-edge" }),
      }),
    ],
    "pass",
    null,
    { ...edge, ...soon },
  ),
  situation(
    "the uncaught edge error, reported by a browser",
    (run) => [
      ...without(run, ["found", "uncaught"]),
      fact(run, "found", { role: "uncaught", event: eventOf(run, "uncaught", { runtime: "browser" }) }),
    ],
    "fail",
    "wrong_runtime",
    { ...edge, ...soon },
  ),
  situation(
    "the edge's own error, reported by node",
    (run) => [
      ...without(run, ["found"]),
      fact(run, "found", { event: eventOf(run, "main", { runtime: "node" }) }),
    ],
    "fail",
    "wrong_runtime",
    { ...edge, ...soon },
  ),
  situation(
    "the edge SDK was handed the error and made nothing of it",
    (run) => [...healthy(run).filter((one) => one.role !== "main"), fact(run, "raised", inEdge), missed(run)],
    "fail",
    "not_captured_edge",
    edge,
  ),
  situation(
    "thrown in the edge, and nobody was told",
    (run) => [
      ...healthy(run).filter((one) => one.role !== "uncaught"),
      fact(run, "raised", { role: "uncaught", ...inEdge }),
      missed(run, "uncaught"),
    ],
    "fail",
    "not_captured_request",
    edge,
  ),
  situation(
    "the edge SDK was never started",
    (run) => [fact(run, "sdk_seen", { ...inEdge, started: false }), fact(run, "raised", inEdge)],
    "fail",
    "sdk_not_started",
    { ...edge, ...soon },
  ),
  situation(
    "that the edge SDK was never started says nothing of the uncaught error, which node reports",
    (run) => [
      fact(run, "sdk_seen", { ...inEdge, role: "uncaught" }),
      fact(run, "raised", { ...inEdge, role: "uncaught" }),
    ],
    "pending",
    null,
    { ...edge, ...soon },
  ),
  situation(
    "the edge saw its event refused",
    (run) => [fact(run, "raised", inEdge), fact(run, "captured", inEdge), fact(run, "rejected", inEdge)],
    "fail",
    "dsn_rejected",
    { ...edge, ...soon },
  ),
  situation(
    "raised in the edge without a DSN",
    (run) => [fact(run, "raised", inEdge)],
    "fail",
    "dsn_absent",
    {
      ...edge,
      ...soon,
      run: sdk({ dsn: "absent" }),
    },
  ),
  situation(
    "that node's SDK is asleep says nothing of the edge's",
    (run) => [
      fact(run, "raised", inEdge),
      fact(run, "raised", { role: "uncaught", ...inEdge }),
      fact(run, "captured", { role: "uncaught" }),
    ],
    "pending",
    null,
    { ...edge, ...soon, run: sdk({ initialised: false }) },
  ),

  situation("an error in proxy.ts, reported by hand and read back", healthy, "pass", null, {
    ...proxy,
    ...soon,
  }),
  situation(
    "an error in proxy.ts that nobody reports",
    (run) => [fact(run, "raised"), missed(run)],
    "fail",
    "not_captured_proxy",
    proxy,
  ),

  situation("an error in a callback of after(), reported and read back", healthy, "pass", null, {
    ...after,
    ...soon,
  }),
  situation(
    "an error in a callback of after() that nobody reports",
    (run) => [fact(run, "raised"), missed(run)],
    "fail",
    "not_captured_after",
    after,
  ),
  situation(
    "the event of a callback of after() is on another trace",
    (run) => [
      ...without(run, ["found"]),
      fact(run, "found", { event: eventOf(run, "main", { traceId: "f".repeat(32) }) }),
    ],
    "fail",
    "wrong_trace",
    { ...after, ...soon },
  ),

  situation("an error in a step of a task, with its cause", healthy, "pass", null, { ...step, ...soon }),
  situation(
    "an error in a step, whose cause is lost on the way to Sentry",
    (run) => [
      ...without(run, ["found"]),
      fact(run, "found", { event: eventOf(run, "main", { causes: [] }) }),
    ],
    "fail",
    "linked_error_missing",
    { ...step, ...soon },
  ),
  situation(
    "an error in a step of a function that nobody reports",
    (run) => [fact(run, "task_called"), fact(run, "raised"), fact(run, "task_answered"), missed(run)],
    "fail",
    "not_captured_task",
    step,
  ),

  situation("a promise that nobody awaits, reported and read back", healthy, "pass", null, {
    ...unawaited,
    ...soon,
  }),
  situation(
    "a promise that nobody awaits, and that nobody reports",
    (run) => [fact(run, "raised"), missed(run)],
    "fail",
    "not_captured_promise",
    unawaited,
  ),

  situation("an error in generateMetadata(), read back", healthy, "pass", null, {
    check: "sentry-metadata",
    ...soon,
  }),
  situation("an error in a stream, as the cause of one of Next.js", healthy, "pass", null, {
    ...stream,
    ...soon,
  }),
  situation(
    "an error of Next.js, which does not have the stream's as its cause",
    (run) => [
      ...without(run, ["found"]),
      fact(run, "found", { event: eventOf(run, "main", { causes: [] }) }),
    ],
    "fail",
    "linked_error_missing",
    { ...stream, ...soon },
  ),
  situation(
    "an error in a stream that nobody reports",
    (run) => [fact(run, "raised"), missed(run)],
    "fail",
    "not_captured_request",
    stream,
  ),

  situation("an error in an API route of the Pages Router, read back", healthy, "pass", null, {
    ...pagesApi,
    ...soon,
  }),
  situation(
    "an error in an API route of the Pages Router that nobody reports",
    (run) => [fact(run, "raised"), missed(run)],
    "fail",
    "not_captured_request",
    pagesApi,
  ),
];
