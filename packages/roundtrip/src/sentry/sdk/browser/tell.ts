import { BROWSER_SEEN } from "#checks/browser-mark.js";
import type { BrowserFact } from "#verdict/evidence/submissions.js";

/** Tells the page that raises; no event of the app's own comes here. */
export function tell(eventId: string, fact: BrowserFact): void {
  dispatchEvent(new CustomEvent(BROWSER_SEEN, { detail: { eventId, fact, at: Date.now() } }));
}
