import { SHAPES, type Tone } from "#ui/checks/glyph.js";

const COLOURS: Readonly<Record<Tone, string>> = {
  none: "#55606a",
  pending: "#1d46d1",
  pass: "#0b6b43",
  warn: "#855000",
  fail: "#b31d19",
  unknown: "#57458c",
};

/** The browser tab's own sign of the state, in the shape that stands for it on the page. */
export const StateIcon = ({ tone }: { tone: Tone }) => (
  <link rel="icon" type="image/svg+xml" sizes="any" data-state-icon="" href={iconOf(tone)} />
);

function iconOf(tone: Tone): string {
  const { body, sign } = SHAPES[tone];
  const colour = COLOURS[tone];
  const shape = body ? `<path d="${body}" fill="${colour}"/>` : "";
  const line = `<path d="${sign}" fill="none" stroke="${body ? "#fff" : colour}" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"/>`;
  return `data:image/svg+xml,${encodeURIComponent(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16">${shape}${line}</svg>`)}`;
}
