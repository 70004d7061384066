/** Names a check's run on request and response. Always the server's word: a caller's is overwritten. */
export const RUN_HEADER = "x-check-run";
/** On a 404 of an address that is there for the server alone: says that its own visit was not admitted. */
export const REFUSED_HEADER = "x-check-refused";
