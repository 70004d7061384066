import { hrefOf } from "#checks/mount/addresses.js";
import type { Cause, Expectation, RunAnswer, Stage, StageName, Verdict } from "#verdict/answer.js";
import { causePage } from "#verdict/causes/page.js";
import { STAGE_RANK } from "#verdict/stage-rank.js";
import { atStage } from "#verdict/text/at-stage.js";
import { forApp } from "#verdict/text/commands.js";

/** How a verdict is written; unknown is said in full, since it is neither of the two. */
export const VERDICT_WORDS: Readonly<Record<Verdict, string>> = {
  pending: "Running",
  pass: "Pass",
  warn: "Pass, with a warning",
  fail: "Fail",
  unknown: "Not proven",
};

/**
 * A station of the track. `unseen`: passed, for a later one was reached, but without a trace of its own. `blind`: whether it
 * was passed is not proven. `dark`: nothing is known of it.
 */
export type StationState = "reached" | "active" | "failed" | "blind" | "unseen" | "dark" | "ahead";
export const STATE_WORDS: Readonly<Record<StationState, string>> = {
  reached: "reached",
  active: "waiting for this",
  failed: "failed here",
  blind: "not proven",
  unseen: "passed, not seen",
  dark: "not known",
  ahead: "not reached",
};
export interface Station {
  name: StageName;
  state: StationState;
  /** Milliseconds after the firing; null where no time is known. */
  offsetMs: number | null;
  detail: string;
}

/** The stations of a check; before its first run all lie ahead. */
export function stations(names: readonly StageName[], answer: RunAnswer | null): Station[] {
  if (!answer) return names.map((name) => ({ name, state: "ahead", offsetMs: null, detail: "" }));
  const { stages, verdict, cause } = answer;
  const last = stages.findLastIndex((stage) => stage.at !== null);
  const stop = verdict === "fail" || verdict === "unknown" ? stopOf(stages, cause, last) : -1;
  const state = (stage: Stage, index: number): StationState => {
    if (index === stop) return verdict === "fail" ? "failed" : "blind";
    if (stage.at !== null) return "reached";
    if (index < last) return "unseen";
    if (verdict === "pending") return index === last + 1 ? "active" : "ahead";
    // Past what was seen, an unknown says nothing; a failure, that what comes after it was not reached.
    return verdict === "unknown" || index < stop ? "dark" : "ahead";
  };
  const fired = Date.parse(answer.firedAt);
  return stages.map((stage, index) => ({
    name: stage.name,
    state: state(stage, index),
    offsetMs: stage.at === null ? null : Math.max(0, Date.parse(stage.at) - fired),
    detail: stage.detail,
  }));
}

/** Where a run stopped: its cause's stage, or on a track without that stage the next one after it. */
function stopOf(stages: readonly Stage[], cause: Cause | null, last: number): number {
  if (!cause) return Math.min(last + 1, stages.length - 1);
  const next = stages.findIndex((stage) => STAGE_RANK[stage.name] >= STAGE_RANK[cause.stage]);
  return next >= 0 ? next : stages.length - 1;
}

/** Failures first, a must before a should; otherwise in the order of the judge. */
export function inOrder(expectations: readonly Expectation[]): Expectation[] {
  const weight = (one: Expectation) => (one.ok ? 2 : one.level === "must" ? 0 : 1);
  return expectations.toSorted((a, b) => weight(a) - weight(b));
}

/** A span of time as people read it: 84 ms, 1.24 s, 2 min 5 s. */
export function span(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1_000).toFixed(ms < 10_000 ? 2 : 1)} s`;
  const seconds = Math.round(ms / 1_000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** The address of a run's own page, without the origin. */
export const runPage = (id: string): string => hrefOf(`/admin/sentry/runs/${id}`);

/**
 * A verdict as plain text, to be pasted into a ticket.
 * @param origin of this app, so that the text can name the run's page; null where it is not known
 */
export function verdictText(answer: RunAnswer, origin: string | null): string {
  const lines = [
    `Roundtrip check ${answer.check}: ${VERDICT_WORDS[answer.verdict].toUpperCase()}`,
    `run      ${answer.id}`,
    `fired    ${answer.firedAt}`,
  ];
  if (answer.latencyMs !== null) lines.push(`after    ${span(answer.latencyMs)}`);
  const say = (head: string, verdict: Verdict, one: Cause) =>
    lines.push(
      `${head.padEnd(8)} ${one.code}, ${atStage(verdict, one.stage)}: ${one.summary}`,
      `remedy   ${forApp(one.remedy, origin)}`,
      ...(origin === null ? [] : [`about    ${origin}${causePage(one.code)}`]),
    );
  if (answer.cause) say("cause", answer.verdict, answer.cause);
  if (answer.links.remedy) lines.push(`open     ${answer.links.remedy}`);
  for (const one of answer.warnings) if (one.code !== answer.cause?.code) say("warning", "warn", one);
  const names = answer.stages.map(({ name }) => name);
  const reached = ({ offsetMs, state }: Station) =>
    offsetMs === null ? STATE_WORDS[state] : `+${span(offsetMs)}`;
  lines.push(
    `stages   ${stations(names, answer)
      .map((one) => `${one.name} ${reached(one)}`)
      .join(", ")}`,
  );
  const bad = answer.expectations.filter((one) => !one.ok);
  const total = answer.expectations.length;
  if (total > 0) lines.push(`compared ${total - bad.length} of ${total} as expected`);
  for (const one of bad)
    lines.push(`  ${one.name} (${one.level}): expected ${one.expected}, got ${one.actual}`);
  if (answer.links.sentry) lines.push(`sentry   ${answer.links.sentry}`);
  if (origin !== null) lines.push(`page     ${origin}${runPage(answer.id)}`);
  return lines.join("\n");
}
