import type { HistoryView } from "#runs/read/history/view.js";
import type { Tone } from "#ui/checks/glyph.js";
import { type Counts, runsOf } from "#verdict/history/days.js";
import { counted } from "#verdict/text/plural.js";

export interface HistorySummary {
  tone: Tone;
  headline: string;
  line: string;
}

/** The thirty days in one sentence. Days without a run are no pass, and neither is an incident that is over. */
export function summaryOf({
  all,
  incidents,
  more,
  days,
}: Pick<HistoryView, "all" | "incidents" | "more" | "days">): HistorySummary {
  const runs = all.reduce((sum, counts: Counts) => sum + runsOf(counts), 0);
  const active = all.filter((counts) => runsOf(counts) > 0).length;
  const span = `${counted(runs, "run")} on ${active} of ${counted(days.length, "day")}`;
  if (runs === 0) {
    const line = "A run counts here once it has a verdict, on the day it was fired.";
    return { tone: "none", headline: "No run in 30 days.", line };
  }
  const open = incidents.filter(({ until }) => until === null);
  if (open.length > 0) {
    const failing = open.some(({ verdict }) => verdict === "fail");
    const headline = failing
      ? `${counted(open.length, "incident is", "incidents are")} open.`
      : "Not proven at present.";
    return {
      tone: failing ? "fail" : "unknown",
      headline,
      line: `${span}. Open incidents come first below.`,
    };
  }
  if (incidents.length > 0) {
    const many = more
      ? `More than ${counted(incidents.length, "incident")}`
      : counted(incidents.length, "incident");
    return {
      tone: "warn",
      headline: "No incident is open.",
      line: `${many} in 30 days, all of them over; ${span}.`,
    };
  }
  return {
    tone: "pass",
    // Days without a run say nothing.
    headline:
      active === days.length
        ? `${counted(days.length, "day")} without an incident.`
        : `${counted(active, "day")} with runs, and no incident.`,
    line: `${span}, and none failed or stayed unproven.`,
  };
}
