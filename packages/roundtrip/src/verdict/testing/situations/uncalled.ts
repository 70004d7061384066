import type { CauseCode } from "#verdict/causes/catalogue.js";
import type { EvidenceOf } from "#verdict/evidence/kinds.js";
import { type Case, missed, situation, task } from "#verdict/testing/cases.js";
import { fact, later } from "#verdict/testing/runs.js";

type Seen = Partial<EvidenceOf<"registered">>;
const ADDRESS = "https://old.example/api/inngest";

/** What Inngest says at the deadline of a function that it has not called. */
const asked = (title: string, seen: Seen, cause: CauseCode): Case =>
  situation(
    `not called by the deadline: ${title}`,
    (run) => [fact(run, "queued"), fact(run, "registered", seen), missed(run)],
    "fail",
    cause,
    task,
  );
/** Ten seconds after the firing, the deadline far away: certain by then, or still open. */
const early = { ...task, now: later(10_000) };

/** Tasks that were handed to Inngest and never reached the app, by what Inngest says of them. */
export const UNCALLED: readonly Case[] = [
  asked("it calls another deployment", { calls: ADDRESS, answers: "other" }, "task_at_other_address"),
  asked("nobody answers where it calls", { calls: ADDRESS, answers: "nobody" }, "task_at_other_address"),
  asked("it holds the event, and has started nothing", { event: "unstarted" }, "task_event_lost"),
  asked("it does not know the event", { event: "unknown" }, "task_event_elsewhere"),
  asked(
    "it has started a run of it",
    { event: "started", calls: ADDRESS, answers: "own" },
    "task_not_called",
  ),
  asked(
    "it does not say whether it knows the function",
    { known: null, event: "unstarted" },
    "task_not_called",
  ),
  asked("it is a dev server", { known: false, devServer: true }, "inngest_dev_server"),
  situation(
    "a function that Inngest does not know is told at once",
    (run) => [fact(run, "queued"), fact(run, "registered", { known: false, at: later(5_200) })],
    "fail",
    "task_not_registered",
    early,
  ),
  situation(
    "a dev server behind a built app is told at once",
    (run) => [fact(run, "queued"), fact(run, "registered", { known: false, devServer: true })],
    "fail",
    "inngest_dev_server",
    early,
  ),
  situation(
    "a call that the app refused is told at once",
    (run) => [fact(run, "queued"), fact(run, "call_refused", { at: later(1_000) })],
    "fail",
    "task_call_refused",
    early,
  ),
  situation(
    "a call that the app has only just refused may come again, to an instance with the right key",
    (run) => [fact(run, "queued"), fact(run, "call_refused", { at: later(9_000) })],
    "pending",
    null,
    early,
  ),
  situation(
    "a function that was called after a refusal is waited for",
    (run) => [fact(run, "queued"), fact(run, "call_refused", { at: later(1_000) }), fact(run, "task_called")],
    "pending",
    null,
    early,
  ),
  situation(
    "what Inngest has not started may still start",
    (run) => [fact(run, "queued"), fact(run, "registered", { event: "unstarted" })],
    "pending",
    null,
    early,
  ),
  situation(
    "another address is no certainty: a deployment may be in progress",
    (run) => [fact(run, "queued"), fact(run, "registered", { calls: ADDRESS, answers: "other" })],
    "pending",
    null,
    early,
  ),
];
