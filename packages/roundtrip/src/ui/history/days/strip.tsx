import type { HistoryFilter } from "#runs/read/history/all.js";
import type { HistoryView } from "#runs/read/history/view.js";
import { SHAPES, type Tone } from "#ui/checks/glyph.js";
import { type Counts, gravest, segmentsOf } from "#verdict/history/days.js";
import { countsText, stripText, weekdayText } from "../words.js";
import { across, DayAxis } from "./axis.js";
import { DayLinks } from "./links.js";

/** Room for the mark above a bar, the bar, and the axis below, in pixels. */
const MARK = 18;
const BAR = 36;
const AXIS = 20;

/** What the strips of a page are filled with, once a page: a texture for each verdict that is not plain. */
export function StripShapes() {
  return (
    <svg width="0" height="0" className="absolute" aria-hidden="true">
      <pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect width="6" height="6" className="fill-fail" />
        <rect width="2" height="6" className="fill-paper" />
      </pattern>
      <pattern id="stripes" width="4" height="5" patternUnits="userSpaceOnUse">
        <rect width="4" height="5" className="fill-warn" />
        <rect width="4" height="1.5" className="fill-paper" />
      </pattern>
    </svg>
  );
}

interface MarkProps {
  tone: Tone;
  index: number;
  count: number;
}

/** The shape above a day. Not a copy by `use`: in that, what a host says of every path is not answered. */
const DayMark = ({ tone, index, count }: MarkProps) => (
  <svg
    x={across(index, count)}
    y="0"
    width={across(1, count)}
    height={MARK - 4}
    viewBox="0 0 16 16"
    className="tone text-(--tone)"
    data-tone={tone}
    aria-hidden="true"
  >
    <path d={SHAPES[tone].body} fill="currentColor" />
    <path
      d={SHAPES[tone].sign}
      fill="none"
      strokeWidth="1.9"
      strokeLinecap="round"
      strokeLinejoin="round"
      className="stroke-paper"
    />
  </svg>
);

interface DayBarProps {
  day: number;
  /** None where nothing ran. */
  counts: Counts | undefined;
  index: number;
  count: number;
}

function DayBar({ day, counts, index, count }: DayBarProps) {
  const worst = counts ? gravest(counts) : null;
  return (
    <g>
      <title>{`${weekdayText(day)}: ${counts ? countsText(counts) : "no run"}`}</title>
      <rect x={across(index, count)} y="0" width={across(1, count)} height={MARK + BAR} fill="transparent" />
      {counts === undefined || worst === null ? (
        <rect
          x={across(index, count, 0.3)}
          y={MARK + BAR - 3}
          width={across(0, count, 0.4)}
          height="3"
          className="fill-rule"
        />
      ) : (
        segmentsOf(counts).map(({ verdict, from, share }) => (
          <rect
            key={verdict}
            data-verdict={verdict}
            x={across(index, count, 0.16)}
            y={MARK + from * BAR}
            width={across(0, count, 0.68)}
            height={Math.max(1, share * BAR - (from + share < 0.999 ? 1.5 : 0))}
          />
        ))
      )}
      {worst !== null && worst !== "pass" ? <DayMark tone={worst} index={index} count={count} /> : null}
    </g>
  );
}

interface Props {
  history: Pick<HistoryView, "days" | "only">;
  /** What the days lead to, a day apart. */
  filter: HistoryFilter;
  counts: readonly Counts[];
  label: string;
  /** Several strips below each other share one. */
  axis: boolean;
  isShortcut?: boolean;
}

/**
 * A bar for each day, its parts the verdicts of that day's runs. A day that is not a plain pass has a shape
 * above it, and its part of the bar a texture: colour is never the only sign.
 */
export function DayStrip({ history, filter, counts, label, axis, isShortcut = false }: Props) {
  const { days } = history;
  return (
    <div className="strip-box">
      <svg
        role="img"
        aria-label={`${label}: ${stripText(days, counts)}`}
        width="100%"
        height={MARK + BAR + (axis ? AXIS : 0)}
        className="strip"
      >
        {days.map((day, index) => (
          <DayBar key={day} day={day} counts={counts[index]} index={index} count={days.length} />
        ))}
        {axis ? <DayAxis days={days} y={MARK + BAR + 15} /> : null}
      </svg>
      <DayLinks history={history} filter={filter} counts={counts} label={label} isShortcut={isShortcut} />
    </div>
  );
}
