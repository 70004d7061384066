import { type Counts, gravest, NO_COUNTS } from "#verdict/history/days.js";

const WIDTH = 4;
const STEP = 6;
const HEIGHT = 24;
/** The graver, the higher: colour is never the only sign. */
const HIGH = { none: 2, pass: 12, warn: 17, unknown: 17, fail: HEIGHT } as const;

type Height = keyof typeof HIGH;

/** The days of each verdict as one shape: an element for each day of each check would be a third of the page. */
function shapes(days: readonly number[], counts: readonly Counts[]): [Height, string][] {
  const drawn: Partial<Record<Height, string>> = {};
  for (const index of days.keys()) {
    const worst = gravest(counts[index] ?? NO_COUNTS) ?? "none";
    drawn[worst] = `${drawn[worst] ?? ""}M${index * STEP} ${HEIGHT}v${-HIGH[worst]}h${WIDTH}v${HIGH[worst]}z`;
  }
  return Object.entries(drawn) as [Height, string][];
}

/** A bar a day, by the gravest verdict of its runs. For the eye; the row says the same in words when it is open. */
export function Bars({ days, counts }: { days: readonly number[]; counts: readonly Counts[] }) {
  const width = days.length * STEP - (STEP - WIDTH);
  return (
    <svg className="bars" viewBox={`0 0 ${width} ${HEIGHT}`} width={width} height={HEIGHT} aria-hidden="true">
      <title>Each bar is a day, and shows its worst verdict. The last one is today.</title>
      {shapes(days, counts).map(([verdict, d]) => (
        <path key={verdict} data-verdict={verdict} d={d} />
      ))}
    </svg>
  );
}
