import { type Given, noteGiven } from "./given-settings.js";
import { offerFacts } from "./offers.js";

/**
 * For the browser's own Sentry.init: asks the server for its options, in JSON, and waits for the answer. The request is a
 * synchronous one, since nothing else is there in time on every page: what comes later misses the first errors, and Next's
 * own error document has no script or attribute of the app's. Null without a DSN, or without an answer.
 * @param address path of the route that answers with the options
 */
export function settingsFrom<Options extends Given>(address: string): Options | null {
  const given = optionsIn<Options>(answerOf(address));
  noteGiven(given);
  offerFacts();
  return given;
}

function answerOf(address: string): unknown {
  try {
    const request = new XMLHttpRequest();
    request.open("GET", address, false);
    request.send();
    return request.status === 200 ? JSON.parse(request.responseText) : null;
  } catch {
    // No network, or no JSON: the page must come up all the same.
    return null;
  }
}

function optionsIn<Options extends Given>(answer: unknown): Options | null {
  const dsn: unknown = typeof answer === "object" && answer !== null && Reflect.get(answer, "dsn");
  return typeof dsn === "string" && dsn !== "" ? (answer as Options) : null;
}
