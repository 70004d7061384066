import type { ReactNode } from "react";
import { CopyButton } from "#ui/parts/copy-button.js";
import { When } from "#ui/parts/when.js";
import { runPage, verdictText } from "#ui/runs/view.js";
import type { RunAnswer } from "#verdict/answer.js";
import { Compared, Differences, NotCompared } from "./comparison.js";
import { Findings } from "./findings.js";
import type { Known } from "./overall.js";

const SAFE_LINK = /^https?:\/\//;

interface Props {
  answer: RunAnswer;
  /** Where this page is, without its path: the copied text names the run's own page. */
  origin: string | null;
  /** Milliseconds since the epoch. */
  now: number;
  /** On the run's own page there is no link to it. */
  own?: boolean;
}

/** Why and what to do, and the difference: what a reader in trouble needs first. */
export function Why({ answer, like = null }: { answer: RunAnswer; like?: Known | null }) {
  if (answer.verdict === "pending") return null;
  const differs = answer.expectations.some((one) => !one.ok && one.level === "must");
  if (!answer.cause && answer.warnings.length === 0 && !differs) return null;
  return (
    <div className="why">
      <Findings answer={answer} like={like} />
      <Differences expectations={answer.expectations} />
    </div>
  );
}

const EVENT_LINK = "Open the event in Sentry";
const COPY = "Copy verdict as text";

/** The place of what a verdict brings: nothing below it moves then. */
const Room = ({ children }: { children: ReactNode }) => (
  <span className="quiet invisible" aria-hidden="true">
    {children}
  </span>
);
const hasEvent = ({ stages }: RunAnswer) => stages.some(({ name }) => name === "matched");

/** What else is known of a run: what was compared, when, and where to look on. */
export function Result({ answer, origin, now, own = false }: Props) {
  const { sentry } = answer.links;
  const decided = answer.verdict !== "pending";
  return (
    <div className="grid gap-4">
      {decided || answer.expectations.length > 0 ? (
        <Compared expectations={answer.expectations} />
      ) : (
        <NotCompared />
      )}
      <div className="result-links">
        <span className="text-muted">
          Fired <When iso={answer.firedAt} now={now} />
          {answer.revisedAt && answer.revisedAt !== answer.decidedAt ? (
            <>
              , revised <When iso={answer.revisedAt} now={now} />
            </>
          ) : null}
        </span>
        {sentry && SAFE_LINK.test(sentry) ? (
          <a className="quiet" href={sentry} target="_blank" rel="noreferrer">
            {EVENT_LINK}
            <span className="sr-only"> (in a new tab)</span>
            <span aria-hidden="true">↗</span>
          </a>
        ) : !decided && hasEvent(answer) ? (
          <Room>
            {EVENT_LINK}
            <span>↗</span>
          </Room>
        ) : null}
        {decided ? <CopyButton text={verdictText(answer, origin)} label={COPY} /> : <Room>{COPY}</Room>}
        <span className="result-run">
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
      </div>
    </div>
  );
}
