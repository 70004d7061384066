/*
 * What the browser's SDK and the pages of the app agree on: they are bundled apart, and the global object is what
 * they share.
 */

/** Name of the function on the global object that asks the page's SDK how it stands, for the doctor. */
export const BROWSER_FACTS = "__roundtrip_facts";
/** Name of the function on the global object that makes the page's SDK say what becomes of checks' events. */
export const BROWSER_WITNESS = "__roundtrip_witness";
/** What the doctor's own request to Sentry calls itself: nothing else of a page that it opens is let through. */
export const BROWSER_ASKS = "roundtrip-doctor/1";

/** Name of the DOM event by which the SDK tells its page what became of a check's event. */
export const BROWSER_SEEN = "roundtrip:seen";

/** The key under which the page that raises leaves its proof on the global object, for the SDK's hook. */
export const BROWSER_PROOF = Symbol.for("roundtrip.browser-proof");
/** The tag that carries it. */
export const PROOF_TAG = "check.page";

/** The event of a browser run that reaches Sentry only through the app's own error boundary. */
export const BOUNDARY_ROLE = "boundary";

/** Codes of a browser's `not_sent`, which has none of its own: its page's policy forbade it; no answer in time. */
export const BY_POLICY = "csp";
export const TOO_SLOW = "timeout";

/** What the page that raises needs: the event id of each error, and what admits its word about them. */
export interface BrowserRun {
  run: string;
  check: string;
  /** The name of the error that the check's `error()` makes. */
  type: string;
  /** Made for this very page; its events carry it as a tag, so that no other page's pass for them. */
  proof: string;
  parts: readonly { role: string; eventId: string }[];
  capability: string;
}
