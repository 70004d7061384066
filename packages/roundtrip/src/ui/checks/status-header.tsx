import { hrefOf } from "#checks/mount/addresses.js";
import type { Board } from "#runs/board.js";
import { counted } from "#verdict/text/plural.js";
import { Fire } from "./fire.js";
import { Glyph } from "./glyph.js";
import { type Known, overall } from "./overall.js";
import { knownOf, newestOf } from "./row.js";
import { Began } from "./since.js";

/** So many are named; the others are found below. */
const NAMED = 3;

/** The state in one sentence, and the button for all. */
export function Headline({ board }: { board: Board }) {
  const { tone, headline, about, line, shared, since } = overall(board.rows.map(knownOf));
  const events = board.rows.reduce((sum, { check }) => sum + check.events, 0);
  return (
    <section
      id="state"
      data-part=""
      data-newest={[...board.rows, ...board.idle].map(newestOf).join(" ")}
      aria-label="All checks together"
      className="state tone"
      data-tone={tone}
    >
      <span className="state-glyph">
        <Glyph tone={tone} size={36} />
      </span>
      <div className="state-words">
        <h1>{headline}</h1>
        <p data-whole="">
          {since ? <Began since={since} now={board.now} /> : null} {shared ? line : null}{" "}
          {about.length > 0 ? <Names of={about} /> : null} {shared ? null : line}{" "}
          {board.rows.some(({ verdict }) => verdict === "pending") ? <LookAgain /> : null}
        </p>
      </div>
      <div className="state-act">
        <Fire checks={oldestFirst(board)} strong>
          {runAll(board)}
        </Fire>
        <p className="label">
          {counted(board.rows.length, "check costs", "checks cost")} {counted(events, "event")}
        </p>
      </div>
    </section>
  );
}

/** Where FIRE_LIMIT_PER_MINUTE admits only some of many, the next press fires the others. Ids of runs grow with time. */
const oldestFirst = ({ rows }: Board): string[] =>
  rows.toSorted((a, b) => (a.run ?? "").localeCompare(b.run ?? "")).map(({ check }) => check.name);

/** All of them only where no other one waits below for its first run. */
const runAll = ({ rows, idle }: Board): string =>
  `Run ${idle.length === 0 && rows.length > 1 ? "all " : ""}${counted(rows.length, "check")}`;

/** Without a script nothing here changes by itself. */
const LookAgain = () => (
  <a className="unscripted" href={hrefOf("/admin/sentry")}>
    Look again
  </a>
);

/** "And 1 more" is no shorter than its name. */
const shownOf = (of: readonly Known[]) => (of.length > NAMED + 1 ? of.slice(0, NAMED) : of);

/** Each leads to its row. */
const Names = ({ of }: { of: readonly Known[] }) => (
  <>
    {shownOf(of).map(({ name, title }, index) => (
      <span key={name}>
        {index > 0 ? ", " : ""}
        <a href={`#${name}`}>{title}</a>
      </span>
    ))}
    {of.length > shownOf(of).length ? ` and ${of.length - NAMED} more` : ""}
    {of.length === 1 ? ":" : "."}
  </>
);
