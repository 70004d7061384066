import { span, VERDICT_WORDS } from "#ui/runs/view.js";
import type { Verdict } from "#verdict/answer.js";
import { Glyph } from "./glyph.js";

interface Props {
  verdict: Verdict | null;
  /** What to say in place of the verdict's own words. */
  text?: string;
  latencyMs: number | null;
}

/** A verdict as shape, colour and word. */
export function Badge({ verdict, text, latencyMs }: Props) {
  return (
    <p
      className="tone flex items-center gap-2 font-semibold text-(--tone)"
      data-tone={verdict ?? "none"}
      data-verdict
    >
      <Glyph tone={verdict ?? "none"} />
      {text ?? (verdict ? VERDICT_WORDS[verdict] : "No verdict")}
      {latencyMs === null ? null : <span className="label font-normal">after {span(latencyMs)}</span>}
    </p>
  );
}
