import { hrefOf } from "#checks/mount/addresses.js";
import type { BoardRow } from "#runs/board.js";
import { countsText, stripText } from "#ui/history/words.js";
import { Ago } from "#ui/parts/when.js";
import { span, stations, VERDICT_WORDS } from "#ui/runs/view.js";
import type { RunAnswer, Verdict } from "#verdict/answer.js";
import { type Counts, gravest, isBad, NO_COUNTS } from "#verdict/history/days.js";
import { stagesOf } from "#verdict/stages.js";
import { counted } from "#verdict/text/plural.js";
import { Bars } from "./bars.js";
import { Fire } from "./fire.js";
import { Glyph, type Tone } from "./glyph.js";
import { type Known, spoken, standing } from "./overall.js";
import { Result, Why } from "./result.js";
import { BadSince, Began } from "./since.js";
import { Track } from "./track.js";

interface Props {
  row: BoardRow;
  /** A check before this one whose row explains the same cause. */
  like: Known | null;
  days: readonly number[];
  now: number;
  origin: string | null;
  traceRate: number;
}

export const knownOf = ({ check: { name, title }, verdict, cause, stale, since }: BoardRow): Known => ({
  name,
  title,
  verdict,
  cause,
  stale,
  since: stale ? null : since,
});

/** What the headline takes a row for: a page whose rows show the same says nothing that they do not. */
export const newestOf = (row: BoardRow): string =>
  [row.check.name, row.run ?? "", standing(knownOf(row)) ?? "none"].join(":");

/** One check as a line that opens to its newest run. What is not well is open from the start, each cause once. */
export function Row({ row, like, days, now, origin, traceRate }: Props) {
  const { check, answer, verdict } = row;
  const known = knownOf(row);
  const tone: Tone = standing(known) ?? "none";
  const how = check.page ? "browser" : check.tracing ? "tracing" : undefined;
  return (
    <li
      id={`check-${check.name}`}
      className="check tone"
      data-part=""
      data-tone={tone}
      data-check={check.name}
      data-title={check.title}
      data-path={hrefOf(check.path)}
      data-how={how}
      data-run={row.run ?? ""}
      data-newest={newestOf(row)}
      data-verdict={verdict ?? ""}
      data-like={like?.name}
      data-says={spoken(known)}
    >
      <article aria-labelledby={`name-${check.name}`}>
        <details open={(tone === "fail" || tone === "unknown") && !like}>
          <summary className="check-line">
            <Line row={row} like={like} days={days} tone={tone} now={now} />
          </summary>
          <div id={check.name} className="check-body" data-body="">
            {known.since ? (
              <p>
                <BadSince tone={tone} since={known.since} now={now} />
              </p>
            ) : null}
            {answer ? <Why answer={answer} like={like} /> : null}
            <Track
              stations={stations(stagesOf(check, traceRate), answer)}
              tone={answer ? verdict : null}
              known={answer !== null}
            />
            {answer ? <Result answer={answer} origin={origin} now={now} /> : null}
            <About row={row} days={days} />
            <p data-remark="" hidden />
            <button type="button" className="more" data-more="">
              Show the rest
            </button>
          </div>
        </details>
        <Fire checks={[check.name]} needsScript={check.page !== undefined}>
          {verdict === "pending" ? "Running" : answer ? "Run again" : "Run"}
          <span className="sr-only"> {check.title}</span>
        </Fire>
      </article>
    </li>
  );
}

function Line({ row, like, days, tone, now }: Pick<Props, "row" | "like" | "days" | "now"> & { tone: Tone }) {
  const { check, answer, verdict, stale, since, counts } = row;
  const words = verdict ? VERDICT_WORDS[verdict] : "No verdict yet";
  const isOld = stale && verdict !== "pending" && verdict !== null;
  return (
    <>
      <span className="check-glyph">
        <Glyph tone={tone} />
      </span>
      <span className="check-name">
        <h3 id={`name-${check.name}`}>{check.title}</h3>
        <span className="check-why">
          <Said row={row} like={like} />
        </span>
        {/* In its place where a press fired nothing; the open row says all of it. */}
        <span data-remark="" className="check-why" hidden />
      </span>
      <Bars days={days} counts={counts} />
      <span className="check-verdict" data-badge="">
        <strong>{isOld ? `${words}, out of date` : words}</strong>
        {since?.again && !stale ? (
          <span className="label">
            {" "}
            <Began since={since} now={now} />
          </span>
        ) : answer?.latencyMs == null ? null : (
          <span className="label"> after {span(answer.latencyMs)}</span>
        )}
      </span>
      {/* In the place of both from the press until the run is shown. */}
      <span className="check-starting">Starting…</span>
      <span className="check-age label">{answer ? <Ago iso={answer.firedAt} now={now} /> : null}</span>
    </>
  );
}

function Said({ row: { check, answer, verdict, cause, counts }, like }: Pick<Props, "row" | "like">) {
  if (verdict === "pending" && answer) return reachedBy(answer);
  if (like) return `Same cause as ${like.title}.`;
  if (cause)
    // An open row explains its cause just below: the line does not say it twice.
    return (
      <>
        <span className="closed-only">{cause.summary}</span>
        <span className="open-only">{check.raises}</span>
      </>
    );
  return isBetter(verdict, counts) ? todayOf(counts) : check.raises;
}

/** Today's bar shows the gravest of its runs: beside a pass it needs a word. */
const isBetter = (verdict: Verdict | null, counts: readonly Counts[]): boolean => {
  const worst = gravest(counts.at(-1) ?? NO_COUNTS);
  return (verdict === "pass" || verdict === "warn") && worst !== null && isBad(worst);
};
const todayOf = (counts: readonly Counts[]) =>
  `Today: ${countsText(counts.at(-1) ?? NO_COUNTS)}. The newest run of this release passes.`;

function reachedBy({ stages }: RunAnswer): string {
  const at = stages.findLastIndex((one) => one.at !== null);
  return `Reached so far: ${stages[at]?.name ?? "nothing"}, ${at + 1} of ${stages.length} stages.`;
}

function About({ row: { check, counts }, days }: Pick<Props, "row" | "days">) {
  return (
    <dl className="about">
      <dt>Raises</dt>
      <dd>{check.raises}</dd>
      <dt>Must be stored</dt>
      <dd>{check.holds}</dd>
      <dt>Costs</dt>
      <dd>{counted(check.events, "event")} in Sentry, each run</dd>
      <dt>Address</dt>
      <dd className="code">{hrefOf(check.path)}</dd>
      <dt>30 days</dt>
      <dd>
        {stripText(days, counts)}{" "}
        <a className="quiet" href={hrefOf(`/admin/sentry/history?check=${check.name}`)}>
          History of this check
        </a>
      </dd>
    </dl>
  );
}
