import type { Verdict } from "@/checks/answer";
import { Glyph } from "./glyph";
import { span, VERDICT_WORDS } from "./run-view";

interface Props {
  verdict: Verdict | null;
  stale?: boolean;
  latencyMs: number | null;
}

/** A verdict as shape, colour and word. */
export function Badge({ verdict, stale = false, latencyMs }: Props) {
  return (
    <p className="tone flex items-center gap-2 font-semibold text-(--tone)" data-tone={verdict ?? "none"}>
      <Glyph tone={verdict ?? "none"} />
      {stale ? "Out of date" : verdict ? VERDICT_WORDS[verdict] : "Not run yet"}
      {latencyMs === null ? null : <span className="label font-normal">after {span(latencyMs)}</span>}
    </p>
  );
}
