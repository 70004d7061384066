import type { Since } from "#runs/read/history/since.js";
import type { Cause, Verdict } from "#verdict/answer.js";
import { counted } from "#verdict/text/plural.js";

/** What the page knows of one check. */
export interface Known {
  name: string;
  title: string;
  /** Null where there is no run for this release. */
  verdict: Verdict | null;
  cause: Cause | null;
  stale: boolean;
  since?: Since | null;
}

export interface Overall {
  tone: Verdict | "none";
  headline: string;
  /** The checks that are named beside the line. */
  about: readonly Known[];
  line: string;
  /** The line says the one cause that all of these have: it comes before their names, which may be cut off. */
  shared?: true;
  /** Where all of these have one cause, and had it from the beginning: since when the first of them has it. */
  since?: Since | undefined;
}

const EACH = "Each check raises errors on purpose, and compares what Sentry stores with what is expected.";

/** What a check counts as: a verdict that is too old is none. */
export const standing = ({ verdict, stale }: Known): Verdict | null =>
  stale && verdict !== null && verdict !== "pending" ? "unknown" : verdict;

/** The whole page in one sentence. A check that never ran, or whose verdict is too old, keeps it from a pass. */
export function overall(checks: readonly Known[]): Overall {
  const having = (verdict: Verdict | null) => checks.filter((one) => standing(one) === verdict);
  const failed = having("fail");
  if (failed.length > 0)
    return said(
      "fail",
      failed,
      `${counted(failed.length, "check fails", "checks fail")}.`,
      "See below what was seen.",
    );
  const running = having("pending");
  if (running.length > 0)
    return said(
      "pending",
      [],
      `${counted(running.length, "check is", "checks are")} running.`,
      "Roundtrip follows each error, and reads back what Sentry stores.",
    );
  return open(having("unknown")) ?? settled(checks, having("warn"), having(null));
}

function open(unknown: readonly Known[]): Overall | null {
  const unproven = unknown.filter((one) => !one.stale);
  if (unproven.length > 0)
    return said(
      "unknown",
      unproven,
      `${counted(unproven.length, "check is", "checks are")} not proven.`,
      "Roundtrip could not see what Sentry holds.",
    );
  if (unknown.length === 0) return null;
  const again = unknown.length === 1 ? "Run it again." : "Run them again.";
  const headline = `${counted(unknown.length, "verdict is", "verdicts are")} out of date.`;
  return {
    tone: "unknown",
    headline,
    about: unknown,
    line: `${unknown.length === 1 ? "It was" : "They were"} fired longer ago than STATUS_MAX_AGE allows. ${again}`,
  };
}

function settled(checks: readonly Known[], warned: readonly Known[], left: readonly Known[]): Overall {
  const all = checks.length;
  const done = all - left.length;
  if (done === 0) return { tone: "none", headline: "Nothing is proven yet.", about: [], line: EACH };
  if (left.length > 0)
    return {
      tone: "none",
      headline: `${done} of ${counted(all, "check")} ${done === 1 ? "passes" : "pass"}.`,
      about: left,
      line: `${left.length === 1 ? "It has" : "They have"} no verdict for this release.`,
    };
  const every = all === 1 ? "The check passes" : `All ${all} checks pass`;
  if (warned.length > 0)
    return said("warn", warned, `${every}, ${warned.length} with a warning.`, "See below what was seen.");
  return {
    tone: "pass",
    headline: `${every}.`,
    about: [],
    line: "Roundtrip read back what Sentry stored, and it is as expected.",
  };
}

/** One check's own reason; with several, each says its own. */
function said(tone: Verdict, about: readonly Known[], headline: string, otherwise: string): Overall {
  const [first, ...more] = about;
  if (!first) return { tone, headline, about, line: otherwise };
  const { summary } = first.cause ?? {};
  const causes = differing(about);
  if (more.length > 0 && causes !== 1) {
    const each = "Each row says why, and what to do.";
    const few = `They have ${causes} causes. Each is explained once below.`;
    return {
      tone,
      headline,
      about,
      line: causes === null || causes === about.length ? each : few,
    };
  }
  const since = earliest(about);
  if (more.length > 0)
    return { tone, headline, about, line: `They share one cause. ${summary}`, shared: true, since };
  return { tone, headline, about, line: summary ?? otherwise, since };
}

/** Nothing as well where it began with another cause, and where each of them has only just begun: that their ages say. */
function earliest(checks: readonly Known[]): Since | undefined {
  const [first] = checks.flatMap(({ since }) => since ?? []).sort((a, b) => a.at - b.at);
  return first?.again && first.alike ? first : undefined;
}

/** So many causes; null where one is not known. */
function differing(checks: readonly Known[]): number | null {
  const causes = checks.map(({ cause }) => cause && `${cause.summary}\n${cause.remedy}`);
  return causes.includes(null) ? null : new Set(causes).size;
}

const SPOKEN: Readonly<Record<Verdict, string>> = {
  pending: "is still on its way",
  pass: "passes",
  warn: "passes with a warning",
  fail: "fails",
  unknown: "is not proven",
};

/** A verdict as one spoken sentence; empty where there is none. */
export const spoken = ({ title, verdict, cause }: Known): string =>
  verdict ? `${title} ${SPOKEN[verdict]}.${cause ? ` ${cause.summary}` : ""}` : "";
