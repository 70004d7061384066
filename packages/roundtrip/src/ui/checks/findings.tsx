import type { Said } from "#ui/runs/state.js";
import type { Trouble } from "#ui/runs/trouble.js";
import type { Cause, RunAnswer } from "#verdict/answer.js";
import { causePage } from "#verdict/causes/page.js";
import { Glyph, type Tone } from "./glyph.js";

/** Why the verdict is not a plain pass, and what to do; warnings that are not the cause follow. */
export function Findings({ answer }: { answer: RunAnswer }) {
  const { cause, verdict } = answer;
  const more = answer.warnings.filter((one) => one.code !== cause?.code);
  return (
    <>
      {cause ? <Finding tone={verdict} cause={cause} /> : null}
      {more.map((one) => (
        <Finding key={one.code} tone="warn" cause={one} />
      ))}
    </>
  );
}

function Finding({ tone, cause }: { tone: Tone; cause: Cause }) {
  return (
    <div className="tone finding" data-tone={tone}>
      <p className="flex gap-2.5 font-semibold">
        <span className="mt-1 text-(--tone)">
          <Glyph tone={tone} />
        </span>
        <span>{cause.summary}</span>
      </p>
      <p className="pl-[1.625rem]">
        <span className="font-semibold text-(--tone)">Do this: </span>
        {cause.remedy}
      </p>
      <p className="label pl-[1.625rem]">
        <a className="quiet code" href={causePage(cause.code)}>
          {cause.code}
        </a>{" "}
        at stage {cause.stage}
      </p>
    </div>
  );
}

/** What the app says of a run that itself could not be read. */
export const SaidFinding = ({ said: { verdict, cause } }: { said: Said }) =>
  cause ? <Finding tone={verdict} cause={cause} /> : null;

/** The page could not fire a check, or not follow its run; it says nothing about Sentry. */
export function TroubleNote({ trouble, onResume }: { trouble: Trouble; onResume: (() => void) | null }) {
  return (
    <div className="tone finding" data-tone="none">
      {onResume ? <p className="font-semibold">The page could not read this run.</p> : null}
      {trouble.everywhere ? null : (
        <p>
          <span className="font-semibold">{trouble.title}</span> {trouble.detail}
        </p>
      )}
      {onResume ? (
        <button type="button" className="quiet" onClick={onResume}>
          Look at this run again
        </button>
      ) : null}
    </div>
  );
}
