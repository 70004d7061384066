import type { DayLatency } from "#runs/read/history/view.js";
import { span } from "#ui/runs/view.js";
import { LATENCY_ERROR } from "#verdict/history/latency.js";
import { counted } from "#verdict/text/plural.js";
import { across, DayAxis } from "./days/axis.js";
import { scaleOf, tickText } from "./latency-scale.js";
import { weekdayText } from "./words.js";

/** Pixels: above the highest line, of the scale, below the lowest one. */
const TOP = 18;
const HEIGHT = 170;
const AXIS = 24;

/** For each day a column from p50, a dot, to p95, a bar across. The table below says the same in figures. */
export function LatencyChart({ days, latency }: { days: readonly number[]; latency: readonly DayLatency[] }) {
  const scale = scaleOf(latency);
  if (!scale)
    return <p className="text-muted">Nothing was stored in these days, so nothing could be measured.</p>;
  const [only, ...more] = latency.filter(({ p95 }) => p95 !== null);
  // One day is no line: its figures say it shorter.
  if (only && more.length === 0)
    return (
      <p>
        Half of the runs took no longer than <strong>{span(only.p50 ?? 0)}</strong>, and 19 of 20 no longer
        than <strong>{span(only.p95 ?? 0)}</strong>. A chart needs a second day.
      </p>
    );
  const y = (ms: number) => TOP + (1 - scale.up(ms)) * HEIGHT;
  const said = chartText(days, latency);
  return (
    <figure className="grid gap-2">
      <svg role="img" aria-label={said} width="100%" height={TOP + HEIGHT + AXIS} className="chart">
        {scale.ticks.map((ms) => (
          <line key={ms} x1="0" x2="100%" y1={y(ms)} y2={y(ms)} className="stroke-rule" />
        ))}
        {latency.map((one, index) => (
          <DayColumn
            key={days[index]}
            day={days[index] ?? 0}
            latency={one}
            place={[index, days.length]}
            y={y}
          />
        ))}
        {scale.ticks.map((ms) => (
          <text key={ms} x="0" y={y(ms) - 4} className="axis">
            {tickText(ms)}
          </text>
        ))}
        <DayAxis days={days} y={TOP + HEIGHT + 18} />
      </svg>
      <Legend />
    </figure>
  );
}

/** What the picture says, in a sentence. */
function chartText(days: readonly number[], latency: readonly DayLatency[]): string {
  const measured = latency.filter(({ p95 }) => p95 !== null);
  const worst = latency.reduce(
    (at, { p95 }, index) => ((p95 ?? 0) > (latency[at]?.p95 ?? 0) ? index : at),
    0,
  );
  return `Days with measurements: ${measured.length} of ${days.length}. Slowest: ${weekdayText(days[worst] ?? 0)}, p95 ${span(latency[worst]?.p95 ?? 0)}. The table below has all figures.`;
}

interface DayColumnProps {
  day: number;
  latency: DayLatency;
  /** Which of how many days, from 0. */
  place: readonly [index: number, count: number];
  /** Where so many milliseconds are, in pixels from the top. */
  y: (ms: number) => number;
}

function DayColumn({ day, latency: { p50, p95, measured }, place: [index, count], y }: DayColumnProps) {
  if (p50 === null || p95 === null) return null;
  return (
    <g>
      <title>{`${weekdayText(day)}: p50 ${span(p50)}, p95 ${span(p95)}, of ${counted(measured, "run")}`}</title>
      <rect x={across(index, count)} y={TOP} width={across(1, count)} height={HEIGHT} fill="transparent" />
      <rect
        x={across(index, count, 0.38)}
        y={y(p95)}
        width={across(0, count, 0.24)}
        height={Math.max(0, y(p50) - y(p95))}
        className="fill-line"
        fillOpacity="0.3"
      />
      <rect
        x={across(index, count, 0.14)}
        y={y(p95) - 1.25}
        width={across(0, count, 0.72)}
        height="2.5"
        className="fill-line"
      />
      <circle cx={across(index, count, 0.5)} cy={y(p50)} r="3.5" className="fill-ink" />
    </g>
  );
}

const Legend = () => (
  <figcaption className="label flex flex-wrap gap-x-6 gap-y-1">
    <span className="flex items-center gap-2">
      <svg width="10" height="10" aria-hidden="true">
        <circle cx="5" cy="5" r="3.5" className="fill-ink" />
      </svg>
      p50: half of the runs took no longer
    </span>
    <span className="flex items-center gap-2">
      <svg width="14" height="10" aria-hidden="true">
        <rect y="3.75" width="14" height="2.5" className="fill-line" />
      </svg>
      p95: 19 of 20 took no longer
    </span>
    <span>Figures are rounded, by {Math.ceil(LATENCY_ERROR * 100)} % at most.</span>
  </figcaption>
);
