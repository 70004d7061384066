import { type CauseCode, cause } from "#verdict/causes/catalogue.js";
import { ofKind } from "#verdict/evidence/kinds.js";
import type { Outcome, PartCase } from "#verdict/evidence/outcome.js";
import type { Wiring } from "#verdict/evidence/wiring.js";
import { reportedElsewhere } from "./visibility.js";

/** What follows from a client without the integration, and is blamed on something that may be well. */
const FOLLOWS: ReadonlySet<CauseCode> = new Set([
  "sdk_started_otherwise",
  "sdk_not_started",
  "sdk_not_started_browser",
  "not_captured_request",
  "not_captured_log",
  "log_not_read",
  "not_captured_task",
  "not_captured_proxy",
  "not_captured_edge",
  "not_captured_browser",
  "not_captured_boundary",
  "ignored_error_sent",
  "ignored_error_stored",
  "ignored_not_dropped",
  "fate_unknown",
  "browser_fate_unknown",
  "stored_under_other_id",
  "wrong_release",
  "wrong_environment",
  "browser_release_differs",
  "browser_environment_differs",
  "wrong_commit_tag",
  "wrong_tags",
  "wrong_mechanism",
  "wrong_handled",
  "browser_trace_apart",
  "data_missing",
  "data_changed",
  "tracing_off",
  "trace_sampled_out",
  "spans_at_rate_zero",
  "redis_spans_missing",
]);

/** How the client of the runtime that reports this event came by the integration; undefined where nobody said so. */
function wiringOf(given: PartCase): Wiring | undefined {
  const { runtime } = given.spec.content;
  if (runtime !== "edge" && runtime !== "browser")
    return reportedElsewhere(given) ? undefined : given.run.sdk.wiring;
  const isThere = (one: { runtime: string }) => one.runtime === runtime;
  return ofKind(given.evidence, "sdk_seen").findLast(isThere)?.wiring;
}

/** A failure that follows from a client without roundtripIntegration() is told as that: what it names may be well. */
export function withOtherInit(given: PartCase, outcome: Outcome): Outcome {
  const code = outcome.cause?.code as CauseCode | undefined;
  if (outcome.verdict !== "fail" || !code || !FOLLOWS.has(code)) return outcome;
  const wiring = wiringOf(given);
  const { runtime } = given.spec.content;
  const facts = { runtime: runtime === "server" ? "node" : runtime };
  if (wiring === "other_init") return { ...outcome, cause: cause("sdk_other_init", facts) };
  if (wiring === "missing") return { ...outcome, cause: cause("sdk_integration_missing", facts) };
  return outcome;
}
