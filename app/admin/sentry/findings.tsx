import type { Cause, RunAnswer } from "@/checks/answer";
import { causePage } from "@/checks/cause-page";
import { Glyph, type Tone } from "./glyph";
import type { Trouble } from "./run-state";

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

/** The page itself could not go on; it says nothing about Sentry. */
export function TroubleNote({ trouble, onResume }: { trouble: Trouble; onResume: (() => void) | null }) {
  return (
    <div className="tone finding" data-tone="none">
      <p className="font-semibold">{trouble.title}</p>
      <p>{trouble.detail}</p>
      {trouble.signIn ? (
        <a className="quiet" href="/admin/login?next=/admin/sentry">
          Sign in
        </a>
      ) : null}
      {onResume && !trouble.signIn ? (
        <button type="button" className="quiet" onClick={onResume}>
          Look at this run again
        </button>
      ) : null}
    </div>
  );
}
