import { Glyph, type Tone } from "#ui/checks/glyph.js";

const SIGNS: readonly { tone: Tone; word: string }[] = [
  { tone: "pass", word: "all passed" },
  { tone: "warn", word: "with a warning" },
  { tone: "unknown", word: "not proven" },
  { tone: "fail", word: "failed" },
];

/** The shapes of the strips in words; a day has the shape of its gravest verdict. */
export const Legend = () => (
  <ul className="label flex flex-wrap gap-x-5 gap-y-1">
    {SIGNS.map(({ tone, word }) => (
      <li key={tone} className="flex items-center gap-1.5">
        <span className="tone flex text-(--tone)" data-tone={tone}>
          {tone === "pass" ? <span className="legend-bar" /> : <Glyph tone={tone} size={14} />}
        </span>
        {word}
      </li>
    ))}
    <li className="flex items-center gap-1.5">
      <span className="legend-none" />
      no run
    </li>
  </ul>
);
