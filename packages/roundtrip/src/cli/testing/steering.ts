/** What would steer a terminal, turn a line's reading around, or be read by a CI runner as a command of its own. */
export const STEERING =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]|^\s*::|##[\w.]*\[/m;
