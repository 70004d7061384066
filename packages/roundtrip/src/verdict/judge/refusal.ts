import type { Cause } from "#verdict/answer.js";
import { cause } from "#verdict/causes/catalogue.js";
import { ofKind } from "#verdict/evidence/kinds.js";
import type { PartCase } from "#verdict/evidence/outcome.js";
import { causeOfDrop } from "./failures/dropped.js";
import { causeOfNoCapture } from "./failures/not-captured.js";
import {
  causeOfLostPage,
  causeOfNotQueued,
  causeOfNotRaised,
  causeOfNotReached,
  mayRaise,
} from "./failures/not-raised.js";
import { causeOfBlocked, causeOfNetworkError, causeOfRejection, neverLeft } from "./failures/sending.js";
import { taskNotCalled, taskRan, taskRefused } from "./task-visibility.js";
import { reportedElsewhere, sampleRate } from "./visibility.js";

/** What kept an event from Sentry, and when that was seen where the event may have arrived all the same. */
interface Loss {
  cause: Cause;
  doubtfulSince: number | null;
}

const certain = (cause: Cause): Loss => ({ cause, doubtfulSince: null });

/** A refusal by Inngest, by the SDK or by Sentry: no use in waiting any longer. */
export function refusal(given: PartCase): Cause | null {
  const lost = lossOf(given);
  return lost && lost.doubtfulSince === null ? lost.cause : null;
}

/** Sentry has usually stored an event by then, and the looks for it are five seconds apart at most. */
const DOUBT_MS = 20_000;

/**
 * A delivery that seems to have failed, and may not have: a tunnel, a gateway or a slow relay may have handed the event
 * on. A look begun at `until` or later tells; without one this is no verdict.
 */
export function doubt(given: PartCase): { cause: Cause; until: number } | null {
  const lost = lossOf(given);
  if (!lost || lost.doubtfulSince === null) return null;
  return { cause: lost.cause, until: Math.min(given.run.deadline, lost.doubtfulSince + DOUBT_MS) };
}

function lossOf(given: PartCase): Loss | null {
  const { run, check, evidence, spec } = given;
  const { role } = spec;
  const notQueued = ofKind(evidence, "not_queued").at(-1);
  // A hand-over whose answer was lost looks refused; that the task ran tells otherwise.
  if (notQueued && ofKind(evidence, "queued").length === 0 && !taskRan(given))
    return certain(causeOfNotQueued(notQueued));
  const uncalled = taskRefused(given);
  if (uncalled) return certain(uncalled);
  if (ofKind(evidence, "accepted", role).length > 0) return null;
  const notReached = ofKind(evidence, "not_reached", role).at(-1);
  if (notReached && !mayRaise(check, notReached) && ofKind(evidence, "raised", role).length === 0)
    return certain(causeOfNotReached(check, notReached));

  const rejected = ofKind(evidence, "rejected", role).at(-1);
  if (rejected)
    return {
      cause: causeOfRejection(rejected, run.backend),
      doubtfulSince: mayBePassedOn(rejected.status) ? rejected.at : null,
    };
  const asleep = sdkAsleep(given);
  if (asleep) return certain(asleep);
  return notSentOf(given) ?? droppedOf(given);
}

function notSentOf({ evidence, spec }: PartCase): Loss | null {
  const notSent = ofKind(evidence, "not_sent", spec.role).at(-1);
  if (!notSent) return null;
  const { runtime, code, tunnel, at } = notSent;
  const cause =
    runtime === "browser"
      ? causeOfBlocked(notSent, ofKind(evidence, "ingest_probed").at(-1))
      : causeOfNetworkError(code, tunnel ? runtime : null);
  return { cause, doubtfulSince: neverLeft(code) ? null : at };
}

function droppedOf(given: PartCase): Loss | null {
  const { evidence, spec } = given;
  const dropped = ofKind(evidence, "dropped", spec.role).findLast((one) => !one.repeat);
  if (!dropped) return null;
  return {
    cause: causeOfDrop(spec.role, dropped, sampleRate(given)),
    doubtfulSince: dropped.reason === "network_error" ? dropped.at : null,
  };
}

/** A 2xx without an id is a tunnel's; a gateway's 502 or 504 (Cloudflare: 520 and up) is about an answer that it missed. */
const mayBePassedOn = (status: number): boolean =>
  (status >= 200 && status < 300) || status === 502 || status === 504 || status >= 520;

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
  const lost = ofKind(evidence, "not_reached", spec.role).find((one) => mayRaise(check, one));
  if (lost) return causeOfLostPage(check, lost);
  if (check.place === "browser") return browserLost(given);
  if (check.place !== "task") return causeOfNotRaised(ofKind(evidence, "visited", spec.role).at(-1));
  if (taskRan(given)) return cause("task_raised_nothing");
  return taskNotCalled(given);
}

/** How far a browser came that did not raise the error. */
function browserLost({ evidence }: PartCase): Cause {
  const ran = (["sdk_seen", "raised", "captured"] as const).some((kind) => ofKind(evidence, kind).length > 0);
  if (ran) return cause("browser_raised_nothing");
  return cause(ofKind(evidence, "opened").length > 0 ? "browser_page_silent" : "browser_not_opened");
}
