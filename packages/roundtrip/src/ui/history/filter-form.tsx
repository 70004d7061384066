import { allChecks } from "#checks/catalogue.js";
import { hrefOf } from "#checks/mount/addresses.js";
import type { History, HistoryFilter } from "#runs/read/history/all.js";
import { dateOf } from "#verdict/history/days.js";
import { addressOf } from "./filter.js";
import { weekdayText } from "./words.js";

/** A plain form: what it asks for stands in the address, which can be passed on. */
export function FilterForm({ filter, history }: { filter: HistoryFilter; history: History }) {
  const set = Object.values(filter).some((value) => value !== null);
  return (
    <form action={hrefOf("/admin/sentry/history")} method="get" className="filter">
      <Choice
        name="check"
        label="Check"
        any="All checks"
        value={filter.check}
        options={allChecks().map(({ name, title }) => ({ value: name, text: title }))}
      />
      <Choice
        name="environment"
        label="Environment"
        any="All environments"
        value={filter.environment}
        options={history.environments.map((value) => ({ value, text: value }))}
      />
      <Choice
        name="release"
        label="Release"
        any="All releases"
        value={filter.release}
        options={history.releases.map((value) => ({ value, text: value }))}
      />
      <Choice
        name="day"
        label="Day (UTC)"
        any="All 30 days"
        value={filter.day}
        options={history.days.map((day) => ({ value: dateOf(day), text: weekdayText(day) })).reverse()}
      />
      <div className="flex items-center gap-4">
        <button type="submit" className="button">
          Show
        </button>
        {set ? (
          <a className="quiet" href={addressOf({})}>
            Show all
          </a>
        ) : null}
      </div>
    </form>
  );
}

interface ChoiceProps {
  name: string;
  label: string;
  any: string;
  value: string | null;
  options: { value: string; text: string }[];
}

function Choice({ name, label, any, value, options }: ChoiceProps) {
  // What the address asks for is shown as chosen, also where no run has it.
  const known = value === null || options.some((one) => one.value === value);
  const all = known ? options : [...options, { value, text: value }];
  return (
    <label className="grid min-w-0 gap-1">
      <span className="label">{label}</span>
      <select name={name} defaultValue={value ?? ""} className="choice">
        <option value="">{any}</option>
        {all.map((one) => (
          <option key={one.value} value={one.value}>
            {one.text}
          </option>
        ))}
      </select>
    </label>
  );
}
