"use client";

import { badgeOf, verdictOf } from "#ui/runs/overall.js";
import { answerOf, type CheckState, isBusy, type PageState } from "#ui/runs/state.js";
import { stations, VERDICT_WORDS } from "#ui/runs/view.js";
import { Badge } from "./badge.js";
import { Elapsed } from "./elapsed.js";
import { SaidFinding, TroubleNote } from "./findings.js";
import { Result } from "./result.js";
import type { CheckSummary } from "./summary.js";
import { Track } from "./track.js";

interface Props {
  check: CheckSummary;
  state: CheckState;
  memory: PageState["memory"];
  /** The page is there, and its script is not yet: a click would be lost. */
  deaf: boolean;
  onRun: () => void;
  onResume: (run: string) => void;
}

export function CheckCard({ check, state, memory, deaf, onRun, onResume }: Props) {
  const busy = isBusy(state);
  const answer = answerOf(state);
  const verdict = verdictOf(state);
  const known = busy || answer !== null;
  const heading = `check-${check.name}`;
  return (
    <article aria-labelledby={heading} className="grid gap-5 border-t-2 border-ink py-6">
      <header className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="min-w-0">
          <h3 id={heading} className="text-xl leading-7">
            {check.title}
          </h3>
          <p className="label code">{check.path}</p>
        </div>
        <div className="flex flex-wrap items-center gap-4">
          {busy ? <Elapsed /> : null}
          <Badge
            verdict={verdict}
            text={badgeOf(state, memory, VERDICT_WORDS)}
            latencyMs={answer?.latencyMs ?? null}
          />
          <button type="button" className="button" disabled={deaf} aria-disabled={busy} onClick={onRun}>
            {busy ? "Running" : "run" in state ? "Run again" : "Run"}
            <span className="sr-only"> {check.title}</span>
          </button>
        </div>
      </header>
      <dl className="grid gap-x-4 gap-y-1 sm:grid-cols-[8.5rem_1fr]">
        <dt className="label leading-6">Raises</dt>
        <dd>{check.raises}</dd>
        <dt className="label mt-2 leading-6 sm:mt-0">Must be stored</dt>
        <dd>{check.holds}</dd>
      </dl>
      <Track stations={stations(check.stages, answer, busy)} tone={known ? verdict : null} known={known} />
      {state.phase === "lost" && state.said ? <SaidFinding said={state.said} /> : null}
      <Remark state={state} onResume={onResume} />
      {answer ? <Result answer={answer} origin={location.origin} written={local} /> : null}
    </article>
  );
}

function Remark({ state, onResume }: Pick<Props, "state" | "onResume">) {
  if (isBusy(state) || !state.trouble) return null;
  const resume = state.phase === "lost" ? () => onResume(state.run) : null;
  return <TroubleNote trouble={state.trouble} onResume={resume} />;
}

const local = (iso: string) =>
  new Date(iso).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "medium" });
