import { type Case, missed, sdk, situation, soon, task, without } from "#verdict/testing/cases.js";
import { DEADLINE, fact, healthy } from "#verdict/testing/runs.js";

const on = (host: string, always: boolean, held: boolean) => sdk({ stopping: { host, always, held } });
const vercel = on("VERCEL", true, false);
const cloudRun = { run: on("K_SERVICE", false, false) };
const logged = { check: "sentry-extra" };
const kept = on("VERCEL", true, true);

/** A host that stops processes once no request is open, and what keeps them running until events are sent. */
export const HELD: readonly Case[] = [
  situation(
    "held by the host's waitUntil",
    (run) => [...without(run, ["captured"]), fact(run, "captured", { held: "wait until" })],
    "pass",
    null,
    { run: kept },
  ),
  situation(
    "held by the answer, on a host without a waitUntil",
    (run) => [...without(run, ["captured"]), fact(run, "captured", { held: "answer" })],
    "pass",
    null,
    cloudRun,
  ),
  situation(
    "held, though what the SDK saw was not written down",
    (run) => without(run, ["captured"], ["raised"]),
    "pass",
    null,
    { run: kept },
  ),
  situation(
    "stored, and nothing held the process that a host stops for certain",
    (run) => [...without(run, ["captured"]), fact(run, "captured", { held: null })],
    "fail",
    "sent_while_awake",
    { run: vercel, ...soon },
  ),
  situation(
    "stored, and nothing held the process that a host may stop",
    (run) => [...without(run, ["captured"]), fact(run, "captured", { held: null })],
    "warn",
    "send_not_held",
    { ...cloudRun, ...soon },
  ),
  situation(
    "held, beside an event that the edge runtime sends itself",
    (run) => [
      ...without(run, ["captured", "uncaught"]),
      fact(run, "captured", { role: "uncaught", held: "answer" }),
    ],
    "pass",
    null,
    { check: "sentry-edge", ...cloudRun, ...soon },
  ),
  situation("stored, of a browser, which no host stops", healthy, "pass", null, {
    check: "sentry-browser",
    ...cloudRun,
    ...soon,
  }),
  situation(
    "one of two events logged was not held",
    (run) => [
      ...without(run, ["captured"]),
      fact(run, "captured", { held: "wait until" }),
      fact(run, "captured", { role: "unserializable", held: null }),
    ],
    "fail",
    "sent_while_awake",
    { ...logged, run: vercel },
  ),
  situation(
    "stored, while what the SDK saw is still on its way into the store",
    (run) => without(run, ["captured"]),
    "pending",
    null,
    { run: vercel, ...soon },
  ),
  situation(
    "stored, and what the SDK saw never came",
    (run) => without(run, ["captured"]),
    "fail",
    "sent_while_awake",
    { run: vercel },
  ),
  situation(
    "captured, and then the process was stopped",
    (run) => [fact(run, "raised"), fact(run, "captured", { held: null }), missed(run)],
    "fail",
    "stopped_before_sent",
    { run: vercel },
  ),
  situation(
    "stopped before anything was written down",
    (run) => [missed(run)],
    "fail",
    "stopped_before_sent",
    cloudRun,
  ),
  situation(
    "not captured, in a process that was awake to look for it",
    (run) => [fact(run, "raised"), fact(run, "missing", { at: DEADLINE, process: run.sdk.process ?? null })],
    "fail",
    "not_captured_request",
    cloudRun,
  ),
  situation(
    "not captured, as far as another process saw",
    (run) => [fact(run, "raised"), fact(run, "missing", { at: DEADLINE, process: "p2" })],
    "fail",
    "stopped_before_sent",
    cloudRun,
  ),
  situation(
    "stored, of a task, and what its SDK saw never came",
    (run) => without(run, ["captured"]),
    "pass",
    null,
    { ...task, ...cloudRun },
  ),
  situation(
    "held, and lost all the same",
    (run) => [fact(run, "raised"), fact(run, "captured", { held: "wait until" }), missed(run)],
    "fail",
    "fate_unknown",
    { run: kept },
  ),
  situation(
    "held, and nothing seen of it",
    (run) => [fact(run, "raised"), missed(run)],
    "fail",
    "not_captured_request",
    { run: kept },
  ),
  situation(
    "not held, and refused by Sentry",
    (run) => [
      fact(run, "raised"),
      fact(run, "captured", { held: null }),
      fact(run, "rejected", { status: 403, at: DEADLINE }),
    ],
    "fail",
    "dsn_rejected",
    { run: vercel },
  ),
  situation("evidence of a version that did not say what held it", (run) => healthy(run), "pass", null, {
    run: kept,
  }),
];
