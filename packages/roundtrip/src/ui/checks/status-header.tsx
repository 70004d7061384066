"use client";

import type { Overall } from "#ui/runs/overall.js";
import type { Verdict } from "#verdict/answer.js";
import { Glyph } from "./glyph.js";

interface Segment {
  name: string;
  verdict: Verdict | null;
}

const RADIUS = 42;
const AROUND = 2 * Math.PI * RADIUS;
const GAP = 7;

/** The state of the whole in one sentence, beside a ring with a segment for each check. */
export function StatusHeader({ whole, segments }: { whole: Overall; segments: readonly Segment[] }) {
  return (
    <div className="flex items-center gap-5 sm:gap-7">
      <Ring whole={whole} segments={segments} />
      <div className="min-w-0">
        <h1 className="text-3xl leading-[1.1] sm:text-[2.75rem]">{whole.headline}</h1>
        <p className="mt-2 max-w-xl text-muted sm:text-lg">{whole.line}</p>
      </div>
    </div>
  );
}

function Ring({ whole, segments }: { whole: Overall; segments: readonly Segment[] }) {
  const share = AROUND / segments.length;
  return (
    <div
      className="tone relative size-20 shrink-0 text-(--tone) sm:size-28"
      data-tone={whole.tone}
      aria-hidden="true"
    >
      <svg aria-hidden="true" viewBox="0 0 100 100" className="size-full" fill="none" strokeWidth="9">
        {segments.map(({ name, verdict }, index) => (
          <circle
            key={name}
            cx="50"
            cy="50"
            r={RADIUS}
            className="tone stroke-(--tone)"
            data-tone={verdict ?? "none"}
            strokeOpacity={verdict === null ? 0.3 : verdict === "pending" ? 0.55 : 1}
            strokeDasharray={`${share - GAP} ${AROUND - share + GAP}`}
            strokeDashoffset={AROUND / 4 - index * share - GAP / 2}
          />
        ))}
      </svg>
      <span className="absolute inset-0 grid place-items-center">
        <Glyph tone={whole.tone} size={34} />
      </span>
    </div>
  );
}
