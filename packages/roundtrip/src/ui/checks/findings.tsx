import { Remedy, SameCause } from "#ui/causes/remedy.js";
import type { Cause, RunAnswer, Verdict } from "#verdict/answer.js";
import { causePage } from "#verdict/causes/page.js";
import { atStage } from "#verdict/text/at-stage.js";
import { Glyph } from "./glyph.js";
import type { Known } from "./overall.js";

interface Props {
  answer: RunAnswer;
  /** The check that explains this very cause already. */
  like?: Known | null;
}

/** Why the verdict is not a plain pass, and the one thing to do first; warnings that are not the cause follow. */
export function Findings({ answer, like = null }: Props) {
  const { cause, verdict } = answer;
  const more = answer.warnings.filter((one) => one.code !== cause?.code);
  return (
    <>
      {cause && like ? <Same tone={verdict} cause={cause} as={like} /> : null}
      {cause && !like ? <Finding tone={verdict} cause={cause} first /> : null}
      {more.map((one, index) => (
        <Finding key={one.code} tone="warn" cause={one} first={!cause && index === 0} />
      ))}
    </>
  );
}

function Same({ tone, cause, as }: { tone: Verdict; cause: Cause; as: Known }) {
  return (
    <div className="tone finding" data-tone={tone}>
      <p className="flex gap-2.5">
        <span className="mt-1 text-(--tone)">
          <Glyph tone={tone} />
        </span>
        <span>
          <SameCause id={as.name} title={as.title} />
        </span>
      </p>
      <Code of={cause} verdict={tone} />
    </div>
  );
}

const Code = ({ of: { code, stage }, verdict }: { of: Cause; verdict: Verdict }) => (
  <p className="label pl-[1.625rem]">
    <a className="quiet code" href={causePage(code)}>
      {code}
    </a>
    {`, ${atStage(verdict, stage)}`}
  </p>
);

function Finding({ tone, cause, first }: { tone: Verdict; cause: Cause; first: boolean }) {
  return (
    <div className="tone finding" data-tone={tone}>
      <p className="flex gap-2.5 font-semibold">
        <span className="mt-1 text-(--tone)">
          <Glyph tone={tone} />
        </span>
        <span>{cause.summary}</span>
      </p>
      <div className="pl-[1.625rem]">
        <Remedy label={first ? "Do this:" : "Also do this:"} text={cause.remedy} code={cause.code} />
      </div>
      <Code of={cause} verdict={tone} />
    </div>
  );
}
