import { findCheck } from "#checks/catalogue.js";
import type { HistoryView, Incident } from "#runs/read/history/view.js";
import { Remedy, SameCause } from "#ui/causes/remedy.js";
import { isSameCause } from "#ui/causes/shared.js";
import { Glyph } from "#ui/checks/glyph.js";
import { runPage } from "#ui/runs/view.js";
import { causePage } from "#verdict/causes/page.js";
import { dateText, lasting, utc } from "./words.js";

const titleOf = (check: string) => findCheck(check)?.title ?? check;

/** Each stretch of runs that failed or were not proven: what it was, since when, until when. */
export function Incidents({ view }: { view: HistoryView }) {
  if (view.incidents.length === 0)
    return (
      <p className="text-muted">
        None {view.only === null ? "in these 30 days" : `on ${dateText(view.only)}`}.
      </p>
    );
  return (
    <>
      <ol className="grid">
        {view.incidents.map((one, index, all) => (
          <Item
            key={`${one.check} ${one.environment} ${one.since}`}
            one={one}
            id={idOf(index)}
            like={likeOf(all, index)}
          />
        ))}
      </ol>
      {view.more ? <p className="label">Older ones are left out; choose a check to see more of it.</p> : null}
    </>
  );
}

const idOf = (index: number) => `incident-${index + 1}`;
const newestCause = ({ cause, laterCause }: Incident) => laterCause ?? cause;

/** Both are open, and the same has to be done about them. */
const isLike = (one: Incident, other: Incident): boolean =>
  one.until === null && other.until === null && isSameCause(newestCause(one), newestCause(other));

/** An earlier one that says already what to do. */
type Like = { id: string; title: string } | null;

function likeOf(all: readonly Incident[], index: number): Like {
  const one = all[index];
  const at = all.findIndex((other) => one && isLike(one, other));
  const other = all[at];
  return other && at < index ? { id: idOf(at), title: titleOf(other.check) } : null;
}

interface ItemProps {
  one: Incident;
  id: string;
  like: Like;
}

function Item({ one, id, like }: ItemProps) {
  const { since, until, exact, runs } = one;
  return (
    <li id={id} className="tone incident" data-tone={one.verdict} data-open={until === null ? "" : undefined}>
      <div className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1">
        <h3 className="flex items-center gap-2.5 text-lg">
          <span className="text-(--tone)">
            <Glyph tone={one.verdict} />
          </span>
          {titleOf(one.check)}
          <span className="label font-normal">{one.environment}</span>
        </h3>
        <p className="font-semibold">
          {until === null ? (
            <span className="text-(--tone)">
              {one.verdict === "fail" ? "Still failing" : "Still not proven"}
            </span>
          ) : (
            `Over after ${lasting(Date.parse(until) - Date.parse(since))}`
          )}
        </p>
      </div>
      <p>{one.cause?.summary ?? "Its first run was deleted, and its cause with it."}</p>
      {one.laterCause ? <p className="text-muted">Last seen: {one.laterCause.summary}</p> : null}
      {until === null ? <ToDo one={one} like={like} /> : null}
      <p className="label flex flex-wrap items-center gap-x-4">
        <span>
          {exact ? "Since" : "At least since"} <time dateTime={since}>{utc(since)}</time>
          {until === null ? null : (
            <>
              , until <time dateTime={until}>{utc(until)}</time>
            </>
          )}
        </span>
        <RunLink run={runs.first} name={runs.last === runs.first ? "Its run" : "First run"} of={one} />
        {runs.last === runs.first ? null : <RunLink run={runs.last} name="Last run" of={one} />}
        {runs.passed === null ? null : <RunLink run={runs.passed} name="Run that passed" of={one} />}
      </p>
    </li>
  );
}

function ToDo({ one, like }: Pick<ItemProps, "one" | "like">) {
  const cause = newestCause(one);
  if (!cause) return null;
  if (like)
    return (
      <p>
        <SameCause id={like.id} title={like.title} />
      </p>
    );
  return (
    <>
      <Remedy label="Do this:" text={cause.remedy} code={cause.code} />
      <p>
        <a className="quiet" href={causePage(cause.code)}>
          About this cause
        </a>
      </p>
    </>
  );
}

const RunLink = ({ run, name, of }: { run: string; name: string; of: Incident }) => (
  <a className="quiet" href={runPage(run)}>
    {name}
    <span className="sr-only">
      {" "}
      of {titleOf(of.check)}, {of.environment}, {utc(of.since)}
    </span>
  </a>
);
