import { UNPROVEN } from "#checks/unproven.js";
import type { Board, BoardRow } from "#runs/board.js";
import { explainedBy } from "#ui/causes/shared.js";
import { counted } from "#verdict/text/plural.js";
import { Fire } from "./fire.js";
import { standing } from "./overall.js";
import { knownOf, Row } from "./row.js";

interface Props {
  board: Board;
  /** Only the rows of these; null: the whole list. */
  only: readonly string[] | null;
  origin: string | null;
  traceRate: number;
}

const RANK = { fail: 0, unknown: 1, warn: 2, pending: 3, none: 4, pass: 5 } as const;
const rankOf = (row: BoardRow) => RANK[standing(knownOf(row)) ?? "none"];

/** Trouble first, and below each other what has the same cause. */
function sorted(rows: readonly BoardRow[], explained: ReturnType<typeof explainedBy>): BoardRow[] {
  const names = rows.map(({ check }) => check.name);
  const placeOf = ({ check: { name } }: BoardRow) => names.indexOf(explained.get(name)?.name ?? name);
  return rows.toSorted((a, b) => rankOf(a) - rankOf(b) || placeOf(a) - placeOf(b));
}

/** A row a check, trouble first; then, in one line, what this app could prove besides. */
export function Checks({ board, only, origin, traceRate }: Props) {
  const explained = explainedBy(board.rows.map(knownOf));
  const row = (one: BoardRow) => (
    <Row
      key={one.check.name}
      row={one}
      like={explained.get(one.check.name) ?? null}
      days={board.days}
      now={board.now}
      origin={origin}
      traceRate={traceRate}
    />
  );
  if (only)
    return (
      <>
        <ol className="checks">
          {[...board.rows, ...board.idle].filter(({ check }) => only.includes(check.name)).map(row)}
        </ol>
        <Idle board={board} row={null} />
      </>
    );
  return (
    <>
      <section aria-labelledby="checks">
        <h2 id="checks" className="sr-only">
          Checks
        </h2>
        <ol className="checks">{sorted(board.rows, explained).map(row)}</ol>
      </section>
      <Idle board={board} row={row} />
      <Besides board={board} />
    </>
  );
}

/**
 * Nobody has asked for these yet, so they colour nothing. What says so is made anew once one of them runs; it keeps its
 * height, and the row stays where the reader pressed its button.
 * @param row null where only what is said of them is asked for
 */
function Idle({ board: { idle }, row }: { board: Board; row: ((one: BoardRow) => React.ReactNode) | null }) {
  const events = idle.reduce((sum, { check }) => sum + check.events, 0);
  return (
    <details className="idle" hidden={idle.length === 0}>
      <summary id="idle" data-part="">
        {idle.length > 0 ? (
          <>
            <span>{counted(idle.length, "more check has", "more checks have")} not run for this release</span>
            : {idle.map(({ check }) => check.title).join(", ")}
          </>
        ) : (
          <span>These have run for this release</span>
        )}
      </summary>
      <div id="idle-act" data-part="" className="idle-act" data-done={idle.length > 0 ? undefined : ""}>
        <Fire checks={idle.map(({ check }) => check.name)}>Run these {idle.length} too</Fire>
        <p className="label">Costs {counted(events, "event")} in Sentry</p>
      </div>
      {row ? <ol className="checks">{idle.map(row)}</ol> : null}
    </details>
  );
}

function Besides({ board: { absent } }: { board: Board }) {
  return (
    <p className="label besides">
      {absent.length > 0
        ? `Not chosen in this app's roundtrip.ts: ${absent.map(({ title }) => title).join(", ")}. `
        : ""}
      No check covers alert rules, how Sentry groups your own errors, or errors in these places:{" "}
      {UNPROVEN.map(({ place }) => place).join("; ")}. In Sentry each check has one issue of its own, which
      every run adds to.
    </p>
  );
}
