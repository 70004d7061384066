import { PROOF_TAG } from "#checks/browser-mark.js";
import type { Place } from "#checks/check.js";
import { CONSOLE, REQUEST_ERROR } from "#checks/contents.js";
import { parseMessage } from "#checks/message.js";
import type { Cause, Expectation } from "#verdict/answer.js";
import { type CauseCode, cause } from "#verdict/causes/catalogue.js";
import { ofKind } from "#verdict/evidence/kinds.js";
import type { PartCase } from "#verdict/evidence/outcome.js";
import { holdsMark, isScrubbed } from "./scrubbed.js";

const MATCHES: ReadonlyMap<string, CauseCode> = new Map(
  Object.entries<CauseCode>({
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
  }),
);
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

/** Where the request that fires a check raises its error itself. */
const IN_REQUEST: ReadonlySet<Place> = new Set(["route handler", "logger", "after", "promise"]);

/** Who should have handed the trace on. */
function causeOfTrace({ check, spec }: PartCase): Cause {
  if (spec.content.runtime === "browser") return cause("browser_trace_apart");
  if (check.place === "task") return cause("task_trace_apart");
  return cause(IN_REQUEST.has(check.place) ? "wrong_trace" : "page_trace_apart");
}

/** What is compared; before it may be the part of the check that it is of. */
const withoutPart = (name: string): string => name.replace(/^\w+: /, "");

/**
 * The cause that a failed must stands for.
 * @param all every comparison of the same event: which others hold tells another error from a changed one
 */
export function causeOfMismatch(
  { name, actual, expected }: Expectation,
  all: readonly Expectation[],
  given: PartCase,
): Cause {
  const plain = withoutPart(name);
  if (isScrubbed(expected, actual)) return causeOfScrubbing(plain, given);
  if (plain === "trace") return causeOfTrace(given);
  const elsewhere =
    plain === "release" || plain === "environment" ? causeOfOther(plain, actual, given) : null;
  if (elsewhere) return elsewhere;
  if (plain === "event id" && holds(all, "message")) return cause("stored_under_other_id");
  if (plain === "message" && isOwn(actual, all, given)) return cause("message_changed");
  if (plain === "received" && actual === "(none)") return cause("received_unknown");
  const heard = isFromConsole(all) ? causeOfConsole(plain, actual, given) : null;
  if (heard) return heard;
  const known = MATCHES.get(plain);
  if (known) return cause(known, { expected, actual });
  if (plain === `tag ${PROOF_TAG}`) return cause("page_not_its_own");
  if (plain.startsWith("tag ")) return cause("wrong_tags");
  if (plain === "cause") return cause("linked_error_missing", { expected, actual });
  return causeOfData(actual, given);
}

/** Data that was logged, or a context that the app's own check sets. */
function causeOfData(actual: string, given: PartCase): Cause {
  if (holdsMark(actual)) return scrubbedData(given);
  const is = actual === "(none)" ? "missing" : "changed";
  if (given.check.place === "logger") return cause(`data_${is}`);
  return cause(`context_${is}`, { path: given.spec.content.data?.path ?? "" });
}

function scrubbedData({ spec }: PartCase): Cause {
  const { path = "", value } = spec.content.data ?? {};
  const isObject = value !== null && typeof value === "object" && !Array.isArray(value);
  const names = isObject ? Object.keys(value) : path.split(".").slice(-1);
  return cause("data_scrubbed", { what: names.join(", ") });
}

/** Every place where Sentry's scrubbing meets a comparison has settings of its own. */
function causeOfScrubbing(what: string, given: PartCase): Cause {
  if (what === "message") return cause("message_scrubbed");
  if (what.startsWith("tag ")) return cause("tags_scrubbed", { what: what.slice("tag ".length) });
  return what.startsWith("data ") ? scrubbedData(given) : cause("field_scrubbed", { what });
}

/** Type and tag are the check's, and the message names no other run: the event is its own, whatever became of the message. */
function isOwn(message: string, all: readonly Expectation[], { part }: PartCase): boolean {
  const named = parseMessage(message);
  return holds(all, "type") && holds(all, "tag check") && (named === null || named.eventId === part.eventId);
}

const holds = (all: readonly Expectation[], what: string): boolean =>
  all.some(({ name, ok }) => ok && withoutPart(name) === what);

/** Next.js writes an uncaught error of a request to the console, so that its event may come from there. No other may. */
function causeOfConsole(what: string, actual: string, { check, spec }: PartCase): Cause | null {
  const { mechanism, runtime } = spec.content;
  if (what === "handled" && mechanism === REQUEST_ERROR)
    return actual === "true" ? cause("reported_by_console") : null;
  if ((what !== "handled" && what !== "mechanism") || actual === "(none)" || mechanism === CONSOLE)
    return null;
  if (runtime === "browser") return cause("console_first_browser");
  return cause(check.place === "task" ? "console_first_task" : "console_first");
}

const isFromConsole = (all: readonly Expectation[]): boolean =>
  all.some(({ name, actual }) => actual === CONSOLE && withoutPart(name) === "mechanism");
