import type { HistoryFilter } from "#runs/read/history/all.js";
import type { HistoryView } from "#runs/read/history/view.js";
import { type Counts, dateOf, runsOf } from "#verdict/history/days.js";
import { addressOf } from "../filter.js";
import { countsText, weekdayText } from "../words.js";

interface Props {
  history: Pick<HistoryView, "days" | "only">;
  filter: HistoryFilter;
  counts: readonly Counts[];
  label: string;
  /** For a pointer alone: who uses the keyboard would have thirty stops for each check, and has the check's own history. */
  isShortcut: boolean;
}

/** Above a strip, a link for each day that something ran on, and for the day that is shown. */
export function DayLinks({ history: { days, only }, filter, counts, label, isShortcut }: Props) {
  return (
    <div className="day-links" aria-hidden={isShortcut || undefined}>
      {days.map((day, index) => {
        const one = counts[index];
        if (day !== only && !(one && runsOf(one) > 0)) return <span key={day} />;
        const text = `${label}, ${weekdayText(day)}: ${one ? countsText(one) : "no run"}`;
        return (
          <a
            key={day}
            href={addressOf({ ...filter, day: dateOf(day) })}
            title={text}
            aria-current={day === only ? "date" : undefined}
            tabIndex={isShortcut ? -1 : undefined}
          >
            {isShortcut ? null : <span className="sr-only">{text}</span>}
          </a>
        );
      })}
    </div>
  );
}
