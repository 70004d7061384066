import type { Cause, Expectation } from "./answer";
import { type CauseCode, cause } from "./causes";
import { ofKind } from "./evidence";
import type { PartCase } from "./outcome";

const MATCHES: Readonly<Record<string, CauseCode>> = {
  "event id": "wrong_event",
  message: "wrong_event",
  type: "wrong_type",
  received: "received_before_firing",
  release: "wrong_release",
  environment: "wrong_environment",
  handled: "wrong_handled",
  mechanism: "wrong_mechanism",
  runtime: "wrong_runtime",
  level: "wrong_level",
  "tag commit_tag": "wrong_commit_tag",
};
/** How Sentry marks what its data scrubbing removed. */
const SCRUBBED = /\[(Filtered|Scrubbed|redacted)\]|(^|")\*{4,}("|$)/i;

/** Where another process, or a browser, says of itself what the firing process does not: what to look for is elsewhere. */
function causeOfOther(name: "release" | "environment", actual: string, given: PartCase): Cause | null {
  const { run, check, spec, evidence } = given;
  const server = run.sdk[name];
  if (server === actual) return null;
  if (spec.content.runtime === "browser")
    return cause(`browser_${name}_differs`, { server: server ?? "none" });
  if (check.place !== "task" || server !== run.expected[name]) return null;
  // A call that came here says what its process is; one that never came went where other evidence is kept.
  const called = ofKind(evidence, "task_called");
  const isOther = called.length === 0 || called.some((one) => one[name] === actual);
  return isOther ? cause("task_ran_elsewhere", { what: name, actual, server: server ?? "none" }) : null;
}

/** Who should have handed the trace on. */
function causeOfTrace({ check, spec }: PartCase): Cause {
  if (spec.content.runtime === "browser") return cause("browser_trace_apart");
  if (check.place === "task") return cause("task_trace_apart");
  return cause(
    check.place === "route handler" || check.place === "logger" ? "wrong_trace" : "page_trace_apart",
  );
}

/**
 * The cause that a failed must stands for.
 * @param all every comparison of the same event: which others hold tells another error from a changed one
 */
export function causeOfMismatch(
  { name, actual, expected }: Expectation,
  all: readonly Expectation[],
  given: PartCase,
): Cause {
  const plain = name.replace(/^\w+: /, "");
  if (plain === "trace") return causeOfTrace(given);
  const elsewhere =
    plain === "release" || plain === "environment" ? causeOfOther(plain, actual, given) : null;
  if (elsewhere) return elsewhere;
  const known = MATCHES[plain];
  const scrubbed = SCRUBBED.test(actual);
  if (plain === "event id" && all.some((one) => /^(\w+: )?message$/.test(one.name) && one.ok))
    return cause("stored_under_other_id");
  if (plain === "message" && scrubbed) return cause("message_scrubbed");
  if (plain === "received" && actual === "(none)") return cause("received_unknown");
  if (known) return cause(known, { expected, actual });
  if (plain.startsWith("tag ")) return cause("wrong_tags");
  if (actual === "(none)") return cause("data_missing");
  return cause(scrubbed ? "data_scrubbed" : "data_changed");
}
