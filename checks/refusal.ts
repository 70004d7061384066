import type { Cause } from "./answer";
import { cause } from "./causes";
import { ofKind } from "./evidence";
import {
  causeOfBlocked,
  causeOfDrop,
  causeOfNetworkError,
  causeOfNoCapture,
  causeOfNotQueued,
  causeOfNotReached,
  causeOfRejection,
  isTimeout,
} from "./failures";
import type { PartCase } from "./outcome";
import { reportedElsewhere } from "./sight";

/** A refusal by Inngest, by the SDK or by Sentry: no use in waiting any longer. */
export function refusal(given: PartCase): Cause | null {
  const { run, evidence, spec } = given;
  const { role } = spec;
  const notQueued = ofKind(evidence, "not_queued").at(-1);
  // A hand-over whose answer was lost looks refused; that the task ran tells otherwise.
  if (notQueued && ofKind(evidence, "queued").length === 0 && !taskRan(given))
    return causeOfNotQueued(notQueued);
  if (ofKind(evidence, "accepted", role).length > 0) return null;
  const notReached = ofKind(evidence, "not_reached", role).at(-1);
  if (notReached && ofKind(evidence, "raised", role).length === 0)
    return causeOfNotReached(given.check, notReached);

  const rejected = ofKind(evidence, "rejected", role).at(-1);
  if (rejected)
    return isAcknowledged(rejected) && isDoubtful(given, rejected) ? null : causeOfRejection(rejected);
  const asleep = sdkAsleep(given);
  if (asleep) return asleep;
  const notSent = ofKind(evidence, "not_sent", role).at(-1);
  if (notSent && isTimeout(notSent.code) && isDoubtful(given, notSent)) return null;
  if (notSent?.runtime === "browser")
    return causeOfBlocked(notSent.code, ofKind(evidence, "ingest_probed").at(-1));
  if (notSent) return causeOfNetworkError(notSent.code);
  const dropped = ofKind(evidence, "dropped", role).findLast((one) => !one.repeat);
  return dropped ? causeOfDrop(role, dropped, run.sdk.sampleRate) : null;
}

/** Sentry has usually stored an event by then, and the looks for it are five seconds apart at most. */
const DOUBT_MS = 20_000;

/** Who took the event and did not say so (a tunnel, a slow relay) may have handed it on: a look tells. */
const isDoubtful = ({ run, now }: PartCase, { at }: { at: number }): boolean =>
  now < Math.min(run.deadline, at + DOUBT_MS);
const isAcknowledged = ({ status }: { status: number }): boolean => status >= 200 && status < 300;

/** The SDK of the firing process cannot send; a DSN that is no DSN lets it capture, but nothing leaves. */
function sdkAsleep(given: PartCase): Cause | null {
  const { run, check, spec, evidence } = given;
  const has = (kind: "captured" | "raised") => ofKind(evidence, kind, spec.role).length > 0;
  // A task may never be called at all: that comes first, and no SDK is to blame for it.
  if (check.place === "task" && !has("raised") && !has("captured")) return null;
  if (run.sdk.dsn === "absent") return cause("dsn_absent");
  if (run.sdk.dsn === "malformed") return cause("dsn_malformed");
  const { runtime } = spec.content;
  // Of edge and browser only their own SDK can say whether it was started.
  const ofOthers = runtime === "edge" || runtime === "browser";
  const isThere = (one: { runtime: string }) => one.runtime === runtime;
  const seen = ofKind(evidence, "sdk_seen").findLast(isThere);
  const enabled = ofOthers ? seen?.enabled : reportedElsewhere(given) ? true : run.sdk.enabled;
  // Switched off it takes errors all the same, and lets them go without a word.
  if (enabled === false) return cause("sdk_disabled", { runtime: ofOthers ? runtime : "node" });
  if (has("captured")) return null;
  if (!ofOthers) return run.sdk.initialised ? null : cause("sdk_not_started", { runtime: "node" });
  if (!seen || seen.started || ofKind(evidence, "captured").some(isThere)) return null;
  if (runtime === "edge") return cause("sdk_not_started", { runtime });
  return cause(seen.configured ? "sdk_not_started_browser" : "browser_unconfigured");
}

/** The first stage before sending that left no trace; null when the SDK had the error. */
export function lostEarly(given: PartCase): Cause | null {
  const { check, spec, evidence } = given;
  const has = (kind: "captured" | "raised" | "accepted") => ofKind(evidence, kind, spec.role).length > 0;
  if (has("captured") || has("accepted")) return null;
  if (has("raised")) return causeOfNoCapture(given);
  if (check.place === "browser") return browserLost(given);
  if (check.place !== "task") return cause("not_raised");
  if (taskRan(given)) return cause("task_raised_nothing");
  if (ofKind(evidence, "call_refused").length > 0) return cause("task_call_refused");
  if (ofKind(evidence, "queued").length === 0) return cause("not_raised");
  const isUnknown = ofKind(evidence, "registered").at(-1)?.known === false;
  return cause(isUnknown ? "task_not_registered" : "task_not_called");
}

/** How far a browser came that did not raise the error. */
function browserLost({ evidence }: PartCase): Cause {
  const ran = (["sdk_seen", "raised", "captured"] as const).some((kind) => ofKind(evidence, kind).length > 0);
  if (ran) return cause("browser_raised_nothing");
  return cause(ofKind(evidence, "opened").length > 0 ? "browser_page_silent" : "browser_not_opened");
}

/** Something of the task was seen, be it about another event of the run. */
const taskRan = ({ evidence }: PartCase): boolean =>
  (["task_called", "raised", "captured"] as const).some((kind) => ofKind(evidence, kind).length > 0);
