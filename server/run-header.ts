/** Names a check's run on request and response. Always the server's word: a caller's is overwritten. */
export const RUN_HEADER = "x-check-run";
