/**
 * Compares a text with an option of the SDK's as the SDK does: a string is looked for, a pattern is tried, on a copy,
 * since one with the flag g remembers where it was.
 */
export const matchesText = (pattern: string | RegExp, text: string): boolean =>
  typeof pattern === "string" ? text.includes(pattern) : new RegExp(pattern.source, pattern.flags).test(text);
