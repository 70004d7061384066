import type { HistoryView } from "#runs/read/history/view.js";
import { span } from "#ui/runs/view.js";
import { DECIDED } from "#verdict/history/days.js";
import { weekdayText } from "../words.js";

const HEADS = { fail: "Fail", unknown: "Not proven", warn: "Warning", pass: "Pass" } as const;

/** The bars and the chart in figures, the newest day first. */
export function DayTable({ view }: { view: HistoryView }) {
  const time = (ms: number | null | undefined) => (ms == null ? "–" : span(ms));
  return (
    <details className="group min-w-0" open={view.only !== null}>
      <summary className="quiet w-fit">
        {view.only === null ? "All figures as a table" : "Figures of this day"}
      </summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className="mt-3 overflow-x-auto" aria-label="Figures of each day" tabIndex={0}>
        <table className="figures">
          <caption className="sr-only">Verdicts and latency of each day</caption>
          <thead>
            <tr>
              <th scope="col">Day (UTC)</th>
              {DECIDED.map((verdict) => (
                <th key={verdict} scope="col">
                  {HEADS[verdict]}
                </th>
              ))}
              <th scope="col">p50</th>
              <th scope="col">p95</th>
            </tr>
          </thead>
          <tbody>
            {view.days
              .map((day, index) =>
                view.only === null || view.only === day ? (
                  <tr key={day}>
                    <th scope="row">{weekdayText(day)}</th>
                    {DECIDED.map((verdict) => (
                      <td key={verdict}>{view.all[index]?.[verdict] || "–"}</td>
                    ))}
                    <td>{time(view.latency[index]?.p50)}</td>
                    <td>{time(view.latency[index]?.p95)}</td>
                  </tr>
                ) : null,
              )
              .reverse()}
          </tbody>
        </table>
      </section>
    </details>
  );
}
