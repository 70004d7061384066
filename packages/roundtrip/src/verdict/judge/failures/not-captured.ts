import { BOUNDARY_ROLE } from "#checks/browser-mark.js";
import { isDeafPino } from "#checks/versions.js";
import type { Cause } from "#verdict/answer.js";
import { cause } from "#verdict/causes/catalogue.js";
import { NO_SDK, ofKind } from "#verdict/evidence/kinds.js";
import type { PartCase } from "#verdict/evidence/outcome.js";
import type { Run } from "#verdict/run.js";

/** Nobody is blamed for an integration that is there. */
function causeOfUnreadLog({ pino, readsLog }: Run["sdk"]): Cause {
  if (pino !== undefined && isDeafPino(pino)) return cause("pino_too_old", { version: pino });
  return cause(readsLog ? "log_not_read" : "not_captured_log");
}

/** Why an error that was raised did not become an event, by the place that should have reported it. */
export function causeOfNoCapture({ run, check, spec, evidence }: PartCase): Cause {
  const cores = run.sdk.cores ?? [];
  const raised = ofKind(evidence, "raised", spec.role);
  if (run.sdk.initialised && raised.every((one) => one.process === NO_SDK))
    return cause(run.sdk.process ? "sdk_not_started_elsewhere" : "sdk_started_otherwise");
  if (check.place === "browser")
    return cause(spec.role === BOUNDARY_ROLE ? "not_captured_boundary" : "not_captured_browser");
  if (cores.length > 1) return cause("two_cores", { versions: cores.join(", ") });
  if (spec.content.runtime === "edge") return cause("not_captured_edge");
  if (check.place === "proxy") return cause("not_captured_proxy");
  if (check.place === "after") return cause("not_captured_after");
  if (check.place === "promise") return cause("not_captured_promise");
  if (check.place === "logger") return causeOfUnreadLog(run.sdk);
  if (check.place === "task") {
    const answered = ofKind(evidence, "task_answered");
    const ended = raised.every(
      ({ process, at }) => !answered.some((one) => one.process === process && one.at >= at),
    );
    return cause(ended ? "task_process_ended" : "not_captured_task");
  }
  return cause("not_captured_request");
}
