/** Sent to the document of a page that brings itself up to date, when the newest verdicts are others than they were. */
export const NEWS = "roundtrip:news";
