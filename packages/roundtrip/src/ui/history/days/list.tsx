import type { History, HistoryFilter } from "#runs/read/history/all.js";
import { counted } from "#verdict/text/plural.js";
import { addressOf } from "../filter.js";
import { Legend } from "../legend.js";
import { stripText } from "../words.js";
import { DayStrip } from "./strip.js";
import { troubleFirst } from "./trouble.js";

interface Props {
  history: History;
  filter: HistoryFilter;
}

/** A row a check, trouble first; of many checks, those without any are one line that opens. */
export function Days({ history, filter }: Props) {
  const { shown, named } = troubleFirst(history.checks);
  const isOne = history.checks.length === 1;
  return (
    <section id="days" data-part="" aria-labelledby="days-name">
      <div className="flex flex-wrap items-baseline justify-between gap-x-8 gap-y-2 border-b-2 border-ink pb-3">
        <h2 id="days-name" className="text-lg">
          Day by day
        </h2>
        <Legend />
      </div>
      {isOne ? null : (
        <div className="strip-row">
          <h3>All checks</h3>
          <DayStrip
            history={history}
            filter={filter}
            counts={history.all}
            label="All checks"
            axis={shown.length === 0}
          />
        </div>
      )}
      {shown.map(({ name, title, counts }, index) => (
        <div key={name} className="strip-row">
          <h3>
            <a className="quiet font-semibold" href={addressOf({ ...filter, check: name })}>
              {title}
            </a>
          </h3>
          <DayStrip
            history={history}
            filter={{ ...filter, check: name }}
            counts={counts}
            label={title}
            isShortcut={!isOne}
            axis={index === shown.length - 1}
          />
        </div>
      ))}
      {named.length > 0 ? <Named history={history} filter={filter} named={named} /> : null}
    </section>
  );
}

const Named = ({ history, filter, named }: Props & { named: History["checks"] }) => (
  <details className="pt-4">
    <summary className="quiet w-fit">
      {counted(named.length, "more check", "more checks")} without a fail, a warning or an unproven run
    </summary>
    <ul className="grid gap-1 pt-3">
      {named.map(({ name, title, counts }) => (
        <li key={name} className="flex flex-wrap items-baseline gap-x-4">
          <a className="quiet font-semibold" href={addressOf({ ...filter, check: name })}>
            {title}
          </a>
          <span className="label">{stripText(history.days, counts)}</span>
        </li>
      ))}
    </ul>
  </details>
);
