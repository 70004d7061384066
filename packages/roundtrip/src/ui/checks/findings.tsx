import { Remedy } from "#ui/causes/remedy.js";
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
      <div className="pl-[1.625rem]">
        <Remedy label="Do this:" text={cause.remedy} />
      </div>
      <p className="label pl-[1.625rem]">
        <a className="quiet code" href={causePage(cause.code)}>
          {cause.code}
        </a>{" "}
        at stage {cause.stage}
      </p>
    </div>
  );
}
