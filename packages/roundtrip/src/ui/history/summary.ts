import type { HistoryView } from "#runs/read/history/view.js";
import type { Tone } from "#ui/checks/glyph.js";
import { type Counts, gravest, runsOf } from "#verdict/history/days.js";
import { counted } from "#verdict/text/plural.js";
import { countsText, dateText } from "./words.js";

export interface HistorySummary {
  tone: Tone;
  headline: string;
  line: string;
}

type Said = Pick<HistoryView, "all" | "incidents" | "more" | "days">;

/** One day in one sentence. A day without a run is no pass. */
function summaryOfDay(only: number, { all, incidents, more, days }: Said): HistorySummary {
  const date = dateText(only);
  const counts = all[days.indexOf(only)];
  if (!counts) {
    const [first = only, last = only] = [days[0], days.at(-1)];
    const line = `The history has the days from ${dateText(first)} to ${dateText(last)}.`;
    return { tone: "none", headline: `${date} is not one of these ${counted(days.length, "day")}.`, line };
  }
  const many = `${more ? "more than " : ""}${incidents.length === 0 ? "no incident" : counted(incidents.length, "incident")}`;
  return {
    tone: gravest(counts) ?? "none",
    headline: runsOf(counts) === 0 ? `No run on ${date}.` : `${date}: ${countsText(counts)}.`,
    line: `${date} only, in UTC: ${counted(runsOf(counts), "run")}, ${many} on that day.`,
  };
}

/** The thirty days in one sentence. Days without a run are no pass, and neither is an incident that is over. */
export function summaryOf({
  all,
  incidents,
  more,
  days,
  only,
}: Said & Pick<HistoryView, "only">): HistorySummary {
  if (only !== null) return summaryOfDay(only, { all, incidents, more, days });
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
