import type { Verdict } from "#verdict/answer.js";
import { counted } from "#verdict/text/plural.js";
import { answerOf, type CheckState, isBusy, type PageState } from "./state.js";

export interface Overall {
  tone: Verdict | "none";
  headline: string;
  line: string;
}

interface Known {
  title: string;
  state: CheckState;
}

const EACH = "Each check raises errors on purpose, and compares what Sentry then stores with what was meant.";

/** What a check's state amounts to; null where it has no verdict. A stale one counts as unknown. */
export function verdictOf(state: CheckState): Verdict | null {
  if (isBusy(state)) return "pending";
  if (state.phase === "lost") return state.said?.verdict ?? null;
  if (state.phase !== "decided") return null;
  return state.stale ? "unknown" : state.answer.verdict;
}

/**
 * The whole page in one sentence. A check that never ran, or whose verdict is stale or not known, keeps it from a pass.
 * @param memory whether it is known what was before this visit
 */
export function overall(checks: readonly Known[], memory: PageState["memory"]): Overall {
  const having = (verdict: Verdict) => checks.filter(({ state }) => verdictOf(state) === verdict);
  const failed = having("fail");
  if (failed.length > 0) return failing(failed);
  const flying = checks.filter(({ state }) => isBusy(state)).length;
  if (flying > 0) {
    const headline = flying === 1 ? "One check is running." : `${flying} checks are running.`;
    return {
      tone: "pending",
      headline,
      line: "Roundtrip follows what they raise, and reads back what Sentry stores.",
    };
  }
  return open(checks, having("unknown")) ?? settled(checks, having("warn"), having("pass").length, memory);
}

function failing(failed: readonly Known[]): Overall {
  const [first, ...more] = failed;
  if (first && more.length === 0)
    return {
      tone: "fail",
      headline: "One check fails.",
      line: `${first.title}: ${whyOf(first.state, "See below what was seen.")}`,
    };
  const line = `${titles(failed)}. Each says below why, and what to do.`;
  return { tone: "fail", headline: `${counted(failed.length, "check")} fail.`, line };
}

/** Verdicts that say neither yes nor no: not proven, not known, or of too long ago. */
function open(checks: readonly Known[], unknown: readonly Known[]): Overall | null {
  const isStale = ({ state }: Known) => state.phase === "decided" && state.stale;
  const unproven = unknown.filter((one) => !isStale(one));
  const lost = checks.filter(({ state }) => state.phase === "lost" && state.said === null);
  const stale = unknown.filter(isStale);
  if (unproven.length > 0) {
    const headline =
      unproven.length === 1 ? "One check is not proven." : `${unproven.length} checks are not proven.`;
    return {
      tone: "unknown",
      headline,
      line: reasons(unproven, "Roundtrip could not see what Sentry holds."),
    };
  }
  if (lost.length > 0) {
    const headline =
      lost.length === 1 ? "One verdict is not known." : `${lost.length} verdicts are not known.`;
    return {
      tone: "unknown",
      headline,
      line: reasons(lost, "The run could not be followed to its verdict."),
    };
  }
  if (stale.length > 0) {
    const headline =
      stale.length === 1 ? "One verdict is out of date." : `${stale.length} verdicts are out of date.`;
    const again = stale.length === 1 ? "Run it again." : "Run them again.";
    return {
      tone: "unknown",
      headline,
      line: `${titles(stale)}: fired longer ago than STATUS_MAX_AGE. ${again}`,
    };
  }
  return null;
}

function settled(
  checks: readonly Known[],
  warned: readonly Known[],
  passed: number,
  memory: PageState["memory"],
): Overall {
  const all = checks.length;
  const done = passed + warned.length;
  const left = all - done;
  if (done === 0) return { tone: "none", headline: NOTHING[memory], line: EACH };
  if (left > 0) {
    const headline =
      done === 1 ? `1 of ${counted(all, "check")} passes.` : `${done} of ${counted(all, "check")} pass.`;
    return { tone: "none", headline, line: `${left} ${left === 1 ? LEFT[memory][0] : LEFT[memory][1]}` };
  }
  const every = all === 1 ? "The check passes" : `All ${all} checks pass`;
  if (warned.length > 0) {
    const line = `${every}, with a warning for: ${titles(warned)}.`;
    return { tone: "warn", headline: "Error monitoring works.", line };
  }
  const line = `${every}: what Sentry stored was read back, and is what was meant.`;
  return { tone: "pass", headline: "Error monitoring works.", line };
}

const NOTHING: Readonly<Record<PageState["memory"], string>> = {
  asking: "Does an error here reach Sentry?",
  read: "Nothing is proven yet.",
  unread: "The verdicts could not be read.",
};

const LEFT: Readonly<Record<PageState["memory"], readonly [one: string, many: string]>> = {
  asking: ["is not loaded yet.", "are not loaded yet."],
  read: ["has no verdict for this release.", "have no verdict for this release."],
  unread: ["could not be read.", "could not be read."],
};

const titles = (of: readonly Known[]) => of.map(({ title }) => title).join(", ");

const reasons = (of: readonly Known[], otherwise: string): string => {
  const [first, ...more] = of;
  return first && more.length === 0
    ? `${first.title}: ${whyOf(first.state, otherwise)}`
    : `${titles(of)}. Each says below why.`;
};

function whyOf(state: CheckState, otherwise: string): string {
  const said = state.phase === "lost" ? state.said : answerOf(state);
  return said?.cause?.summary ?? ((state.phase === "lost" && state.said?.output) || otherwise);
}

/** What stands in place of a verdict, or the verdict in words. */
export function badgeOf(
  state: CheckState,
  memory: PageState["memory"],
  words: Readonly<Record<Verdict, string>>,
): string {
  const verdict = verdictOf(state);
  if (state.phase === "decided" && state.stale) return `${words[state.answer.verdict]}, out of date`;
  if (verdict) return words[verdict];
  if (state.phase === "lost") return "Verdict not known";
  return NOT_RUN[memory];
}

const NOT_RUN: Readonly<Record<PageState["memory"], string>> = {
  asking: "Not loaded yet",
  read: "No verdict for this release",
  unread: "Not known",
};
