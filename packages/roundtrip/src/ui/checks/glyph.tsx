import type { Verdict } from "#verdict/answer.js";

export type Tone = Verdict | "none";

/** A shape per verdict, so that colour is never the only sign. */
export const SHAPES: Readonly<Record<Tone, { body: string; sign: string }>> = {
  none: { body: "", sign: "M8 2.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11" },
  pending: { body: "", sign: "M8 2.5A5.5 5.5 0 1 1 2.5 8" },
  pass: { body: "M8 1a7 7 0 1 1 0 14A7 7 0 0 1 8 1", sign: "m4.9 8.3 2.2 2.2 4-4.7" },
  warn: { body: "M8 .8 15.6 14.6H.4z", sign: "M8 5.9v3.9M8 12v.4" },
  fail: {
    body: "M4.9.8h6.2l4.1 4.1v6.2l-4.1 4.1H4.9L.8 11.1V4.9z",
    sign: "m5.4 5.4 5.2 5.2M10.6 5.4l-5.2 5.2",
  },
  unknown: {
    body: "M8 .6 15.4 8 8 15.4.6 8z",
    sign: "M6.4 6.5a1.65 1.65 0 1 1 2.5 1.4c-.6.3-.9.6-.9 1.2M8 11v.3",
  },
};

/** Decorative: the word stands beside it. */
export function Glyph({ tone, size = 16 }: { tone: Tone; size?: number }) {
  const { body, sign } = SHAPES[tone];
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      strokeWidth="1.75"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      className={`shrink-0${tone === "pending" ? " motion-safe:animate-turn" : ""}`}
    >
      {body ? <path d={body} fill="currentColor" /> : null}
      <path d={sign} className={body ? "stroke-paper" : ""} stroke={body ? undefined : "currentColor"} />
    </svg>
  );
}
