import { type Counts, gravest, NO_COUNTS } from "#verdict/history/days.js";

const WIDTH = 4;
const STEP = 6;
const HEIGHT = 24;
/** The graver, the higher: colour is never the only sign. */
const HIGH = { none: 2, pass: 12, warn: 17, unknown: 17, fail: HEIGHT } as const;

/** A bar a day, by the gravest verdict of its runs. For the eye; the row says the same in words when it is open. */
export function Bars({ days, counts }: { days: readonly number[]; counts: readonly Counts[] }) {
  const width = days.length * STEP - (STEP - WIDTH);
  return (
    <svg className="bars" viewBox={`0 0 ${width} ${HEIGHT}`} width={width} height={HEIGHT} aria-hidden="true">
      <title>Each bar is a day, and shows its worst verdict. The last one is today.</title>
      {days.map((day, index) => {
        const worst = gravest(counts[index] ?? NO_COUNTS) ?? "none";
        const high = HIGH[worst];
        return (
          <rect
            key={day}
            data-verdict={worst}
            x={index * STEP}
            y={HEIGHT - high}
            width={WIDTH}
            height={high}
          />
        );
      })}
    </svg>
  );
}
