/** A stranger's words as part of a line: in an alert, a log or a page they must not look like lines of their own, nor turn what follows. */
export const asPartOfALine = (words: string): string =>
  words.replace(/[\p{Cc}\u2028-\u202e\u2066-\u2069]+/gu, " ");
