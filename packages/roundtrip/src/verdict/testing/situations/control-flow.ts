import type { Verdict } from "#verdict/answer.js";
import type { CauseCode } from "#verdict/causes/catalogue.js";
import type { Evidence } from "#verdict/evidence/kinds.js";
import type { Run } from "#verdict/run.js";
import { type Case, healthyAnd, missed, sdk, situation, soon } from "#verdict/testing/cases.js";
import { DEADLINE, eventId, fact, healthy, later } from "#verdict/testing/runs.js";

const CONTROL = { eventId: eventId("control"), title: "RoundtripControl" };
const REPORT = { eventId: "7".repeat(32), title: "Error: NEXT_REDIRECT" };

const flow = (
  title: string,
  evidence: (run: Run) => Evidence[],
  verdict: Verdict,
  cause: CauseCode | null,
  more: Partial<Case> = {},
): Case =>
  situation(`control flow: ${title}`, evidence, verdict, cause, { check: "sentry-control-flow", ...more });
const untraced = (run: Run) => healthy(run).filter((one) => one.kind !== "traced");
const traced = (run: Run, events: { eventId: string; title: string }[] | null, at = later(1_500)) =>
  fact(run, "traced", { at, askedAt: at, events });

/** Runs of redirect() and notFound(): that nothing was reported is proven by what else is on their trace. */
export const CONTROL_FLOW: readonly Case[] = [
  flow("the control alone is on the trace", healthy, "pass", null, soon),
  flow(
    "a report is on the trace, too",
    (run) => [...untraced(run), traced(run, [CONTROL, REPORT])],
    "fail",
    "control_flow_reported",
    soon,
  ),
  flow(
    "a report alone is on the trace: no need to wait for the control",
    (run) => [traced(run, [REPORT])],
    "fail",
    "control_flow_reported",
    soon,
  ),
  flow(
    "a report comes within the hour",
    healthyAnd((run) => [traced(run, [CONTROL, REPORT], later(60_000))]),
    "fail",
    "control_flow_reported",
  ),
  flow(
    "a report without a title",
    (run) => [...untraced(run), traced(run, [{ ...REPORT, title: "" }])],
    "fail",
    "control_flow_reported",
    soon,
  ),
  flow(
    "the page that redirects gives no answer in time: it may still do so",
    (run) => [fact(run, "not_reached", { status: null, code: "TIMEOUT" })],
    "pending",
    null,
    soon,
  ),
  flow(
    "the page that redirects gives no answer in time, and never does so",
    (run) => [fact(run, "not_reached", { status: null, code: "TIMEOUT" }), missed(run, "control")],
    "fail",
    "page_slow",
  ),
  flow("the trace was not searched yet", untraced, "pending", null, soon),
  flow("the trace was never searched", untraced, "unknown", "not_looked"),
  flow(
    "a search before the control was found is none",
    (run) => [...untraced(run), traced(run, [CONTROL], later(999))],
    "unknown",
    "not_looked",
  ),
  flow(
    "the search does not list the control yet",
    (run) => [...untraced(run), traced(run, [])],
    "pending",
    null,
    soon,
  ),
  flow(
    "the search never lists the control, so it may not list a report either",
    (run) => [...untraced(run), traced(run, [])],
    "unknown",
    "search_lags",
  ),
  flow(
    "a backend that cannot search by trace",
    (run) => [...untraced(run), traced(run, null)],
    "unknown",
    "trace_not_searchable",
    soon,
  ),
  flow(
    "the search fails",
    (run) => [...untraced(run), fact(run, "unreadable", { at: later(1_500) })],
    "unknown",
    "read_server_error",
  ),
  flow(
    "the search is forbidden: waiting is no use",
    (run) => [...untraced(run), fact(run, "unreadable", { at: later(1_500), why: "forbidden" })],
    "unknown",
    "read_forbidden",
    soon,
  ),
  flow(
    "proven after the deadline",
    (run) => [...untraced(run), traced(run, [CONTROL], DEADLINE + 1)],
    "warn",
    "absence_proven_late",
    { now: DEADLINE + 1 },
  ),
  flow("at the deadline the last search is still out", untraced, "pending", null, { now: DEADLINE }),

  flow(
    "notFound() was never called",
    (run) => healthy(run).filter((one) => one.role !== "missing"),
    "fail",
    "not_raised",
  ),
  flow(
    "the page of notFound() is not reached",
    (run) => [
      ...healthy(run).filter((one) => one.role !== "missing"),
      fact(run, "not_reached", { role: "missing", status: 404 }),
    ],
    "fail",
    "page_not_reached",
    soon,
  ),
  flow("without a DSN", (run) => [fact(run, "raised")], "fail", "dsn_absent", {
    ...soon,
    run: sdk({ dsn: "absent" }),
  }),
  flow(
    "the control is never readable",
    (run) => [
      ...healthy(run).filter((one) => !["found", "counted", "traced"].includes(one.kind)),
      missed(run, "control"),
    ],
    "fail",
    "accepted_not_stored",
  ),
  flow(
    "the control's capture was not seen",
    (run) => healthy(run).filter((one) => one.kind !== "captured"),
    "unknown",
    "absence_not_witnessed",
  ),
  flow(
    "the control was captured in another process",
    (run) => [
      ...healthy(run).filter((one) => one.kind !== "captured"),
      fact(run, "captured", { role: "control", process: "p2", at: later(40) }),
    ],
    "unknown",
    "split_processes",
  ),
  flow(
    "the control was captured before redirect() was called",
    (run) => [
      ...healthy(run).filter((one) => one.kind !== "captured"),
      fact(run, "captured", { role: "control", at: later(9) }),
    ],
    "unknown",
    "control_too_early",
  ),
];
