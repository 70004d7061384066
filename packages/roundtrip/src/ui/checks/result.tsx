import { CopyButton } from "#ui/parts/copy-button.js";
import { runPage, verdictText } from "#ui/runs/view.js";
import type { RunAnswer } from "#verdict/answer.js";
import { Comparison } from "./comparison.js";
import { Findings } from "./findings.js";

const SAFE_LINK = /^https?:\/\//;

interface Props {
  answer: RunAnswer;
  /** Where this page is, without its path: the copied text names the run's own page. */
  origin: string | null;
  /** How times are written: the browser knows where its reader is, the server does not. */
  written: (iso: string) => string;
  /** On the run's own page there is no link to it. */
  own?: boolean;
}

/** All that is known of a run: why, what to do, the comparison, when, and where to look on. */
export function Result({ answer, origin, written, own = false }: Props) {
  const { sentry } = answer.links;
  const decided = answer.verdict !== "pending";
  const text = decided ? verdictText(answer, origin) : "";
  return (
    <div className="grid gap-4" key={answer.id}>
      {decided ? <Findings answer={answer} /> : null}
      <Comparison key={`${answer.id} ${decided}`} expectations={answer.expectations} />
      <footer className="grid gap-1 text-fine">
        <p className="flex flex-wrap items-center gap-x-5 gap-y-1">
          <Times answer={answer} written={written} />
          <span className="flex flex-wrap items-center gap-x-2">
            {own ? (
              <span className="code text-muted">{answer.id}</span>
            ) : (
              <a className="quiet code" href={runPage(answer.id)}>
                <span className="sr-only">Page of run </span>
                {answer.id}
              </a>
            )}
            <CopyButton text={answer.id} label="Copy run id" />
          </span>
        </p>
        <p className="flex flex-wrap items-center gap-x-5 gap-y-1">
          {sentry && SAFE_LINK.test(sentry) ? (
            <a className="quiet" href={sentry} target="_blank" rel="noreferrer">
              Open the event
              <span className="sr-only"> (in a new tab)</span>
              <span aria-hidden="true">↗</span>
            </a>
          ) : null}
          {decided ? <CopyButton text={text} label="Copy verdict as text" /> : null}
        </p>
      </footer>
    </div>
  );
}

function Times({ answer, written }: Pick<Props, "answer" | "written">) {
  return (
    <span className="text-muted">
      Fired <time dateTime={answer.firedAt}>{written(answer.firedAt)}</time>
      {answer.revisedAt && answer.revisedAt !== answer.decidedAt ? (
        <>
          , revised <time dateTime={answer.revisedAt}>{written(answer.revisedAt)}</time>
        </>
      ) : null}
    </span>
  );
}
