// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: as above
const COLOUR = /\u001b\[[\d;]*m/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: as above
const COLOURS_APART = /(\u001b\[[\d;]*m)/;

const escaped = (text: string) =>
  text.replace(CONTROL, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, "0")}`);

/**
 * A text for a log, in which no stranger's words can steer a terminal, overwrite a line or turn it around: what is neither text nor the
 * end of a line is written as JSON writes it, so that JSON stays JSON. Colours stay where a terminal shows them.
 */
export const printable = (text: string, isTerminal = false): string =>
  isTerminal
    ? text
        .split(COLOURS_APART)
        .map((part, index) => (index % 2 === 1 ? part : escaped(part)))
        .join("")
    : escaped(text.replace(COLOUR, ""));
