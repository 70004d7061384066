import type { Evidence } from "#verdict/evidence/kinds.js";
import type { Run } from "#verdict/run.js";
import {
  type Case,
  ignored,
  missed,
  read,
  sdk,
  situation,
  soon,
  taken,
  task,
  without,
} from "#verdict/testing/cases.js";
import { BROWSER, fact, healthy } from "#verdict/testing/runs.js";

const foreign = { run: sdk({ wiring: "other_init" }) };
const unwired = { run: sdk({ wiring: "missing" }) };
const logged = { check: "sentry-extra" };
const unlogged = (run: Run) => [
  fact(run, "raised"),
  fact(run, "raised", { role: "unserializable" }),
  missed(run),
  missed(run, "unserializable"),
];
/** The same, where the client of edge or browser is another init's. */
const seen = (runtime: "edge" | "browser", evidence: (run: Run) => Evidence[]) => (run: Run) => [
  ...evidence(run).filter((one) => one.kind !== "sdk_seen"),
  fact(run, "sdk_seen", {
    ...(runtime === "browser" ? BROWSER : { process: "e1", runtime }),
    wiring: "other_init",
  }),
];

/** Runs whose SDK another call of Sentry.init has made: what follows from that is not told as a fault of something else. */
export const OTHER_INIT: readonly Case[] = [
  situation("other init: the log is not read", unlogged, "fail", "sdk_other_init", { ...logged, ...foreign }),
  ...(["late", "twice"] as const).map((wiring) =>
    situation(
      `${wiring}, the log is not read: the integration is there`,
      unlogged,
      "fail",
      "not_captured_log",
      {
        ...logged,
        run: sdk({ wiring }),
      },
    ),
  ),
  situation("no integration: the log is not read", unlogged, "fail", "sdk_integration_missing", {
    ...logged,
    ...unwired,
  }),
  situation(
    "no integration: stored under another id",
    (run) => [missed(run), fact(run, "raised"), fact(run, "counted", { own: false })],
    "fail",
    "sdk_integration_missing",
    unwired,
  ),
  situation("no integration, and all is as it must be", healthy, "pass", null, { ...soon, ...unwired }),
  situation(
    "other init: another release",
    (run) => [read(run, { release: "shop@0000000" })],
    "fail",
    "sdk_other_init",
    foreign,
  ),
  situation("other init: no tags", (run) => [read(run, { tags: {} })], "fail", "sdk_other_init", foreign),
  situation(
    "other init: stored under another id",
    (run) => [...taken(run), missed(run), fact(run, "counted", { own: false })],
    "fail",
    "sdk_other_init",
    foreign,
  ),
  situation(
    "other init: never captured",
    (run) => [fact(run, "raised"), missed(run)],
    "fail",
    "sdk_other_init",
    foreign,
  ),
  situation(
    "other init, of the process that fired: another one has raised the error",
    (run) => [
      fact(run, "raised", { process: "p2" }),
      fact(run, "task_answered", { process: "p2" }),
      missed(run),
    ],
    "fail",
    "not_captured_task",
    { ...task, ...foreign },
  ),
  ignored(
    "other init: it is not dropped",
    (run) => [fact(run, "raised"), fact(run, "captured"), fact(run, "accepted")],
    "fail",
    "sdk_other_init",
    { ...soon, ...foreign },
  ),
  situation(
    "other init, and its own beforeSend drops: that is told",
    (run) => [...taken(run), fact(run, "dropped", { reason: "before_send" })],
    "fail",
    "dropped_before_send",
    { ...soon, ...foreign },
  ),
  situation(
    "other init, and Sentry refuses its key: that is told",
    (run) => [...taken(run), fact(run, "rejected")],
    "fail",
    "dsn_rejected",
    { ...soon, ...foreign },
  ),
  situation("other init, and all is as it must be", healthy, "pass", null, { ...soon, ...foreign }),
  situation(
    "other init in the edge runtime: never captured",
    seen("edge", (run) => [...without(run, ["captured"], ["accepted"], ["found"], ["counted"]), missed(run)]),
    "fail",
    "sdk_other_init",
    { check: "sentry-edge" },
  ),
  situation(
    "other init in the browser: never captured",
    seen("browser", (run) => [
      ...without(run, ["captured"], ["accepted"], ["found"], ["counted"]),
      missed(run),
    ]),
    "fail",
    "sdk_other_init",
    { check: "sentry-browser" },
  ),
];
