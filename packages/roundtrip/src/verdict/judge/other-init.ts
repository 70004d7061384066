import { type CauseCode, cause } from "#verdict/causes/catalogue.js";
import { ofKind } from "#verdict/evidence/kinds.js";
import type { Outcome, PartCase } from "#verdict/evidence/outcome.js";
import { reportedElsewhere } from "./visibility.js";

const ANY = "";

/** What follows from a client that lacks this option or integration, and is blamed on something that may be well. */
const FOLLOWS: Readonly<Partial<Record<CauseCode, string>>> = {
  sdk_not_started: "dsn",
  sdk_not_started_browser: "dsn",
  not_captured_request: ANY,
  not_captured_log: "integration Pino",
  log_not_read: "integration Pino",
  not_captured_task: ANY,
  not_captured_proxy: ANY,
  not_captured_edge: ANY,
  not_captured_browser: ANY,
  not_captured_boundary: ANY,
  ignored_error_sent: "integration RoundtripIgnoreTypes",
  ignored_error_stored: "integration RoundtripIgnoreTypes",
  ignored_not_dropped: "integration RoundtripIgnoreTypes",
  fate_unknown: ANY,
  stored_under_other_id: ANY,
  wrong_release: "release",
  wrong_environment: "environment",
  browser_release_differs: "release",
  browser_environment_differs: "environment",
  wrong_commit_tag: ANY,
  wrong_tags: ANY,
  wrong_mechanism: ANY,
  wrong_handled: ANY,
  browser_trace_apart: ANY,
  data_missing: ANY,
  data_changed: ANY,
  tracing_off: "tracesSampler",
  trace_sampled_out: "tracesSampler",
  spans_at_rate_zero: "tracesSampler",
  redis_spans_missing: "integration Redis",
};

/** What the client of the runtime that reports this event lacks; empty where nobody said so. */
function lacks(given: PartCase): readonly string[] {
  const { runtime } = given.spec.content;
  if (runtime !== "edge" && runtime !== "browser")
    return reportedElsewhere(given) ? [] : (given.run.sdk.lacks ?? []);
  const isThere = (one: { runtime: string }) => one.runtime === runtime;
  return ofKind(given.evidence, "sdk_seen").findLast(isThere)?.lacks ?? [];
}

/** A failure that follows from another Sentry.init is told as that: what it names may be well. */
export function withOtherInit(given: PartCase, outcome: Outcome): Outcome {
  const code = outcome.cause?.code as CauseCode | undefined;
  const lacking = outcome.verdict === "fail" && code ? FOLLOWS[code] : undefined;
  const what = lacks(given);
  if (lacking === undefined || what.length === 0) return outcome;
  if (lacking !== ANY && !what.includes(lacking)) return outcome;
  const { runtime } = given.spec.content;
  const facts = { what: what.join(", "), runtime: runtime === "server" ? "node" : runtime };
  return { ...outcome, cause: cause("sdk_other_init", facts) };
}
