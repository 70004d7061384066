import { dayText, isMonday } from "../words.js";

/** Where a day stands across a row of days, in percent of its width; `part` of the day from its left, 0 to 1. */
export const across = (index: number, count: number, part = 0): string =>
  `${(((index + part) / count) * 100).toFixed(3)}%`;

/** Mondays, and today where there is room for it. For the eye alone. */
export function DayAxis({ days, y }: { days: readonly number[]; y: number }) {
  return days.map((day, index) => {
    const today = index === days.length - 1;
    // The last Monday's label would run into today's.
    if (!today && (!isMonday(day) || index > days.length - 6 || index === 0)) return null;
    return (
      <text
        key={day}
        x={today ? "100%" : across(index, days.length, 0.5)}
        y={y}
        textAnchor={today ? "end" : "middle"}
        className="axis"
      >
        {today ? "today" : dayText(day)}
      </text>
    );
  });
}
