import * as Sentry from "@sentry/nextjs";
import { TRACE_CHECK_SPAN } from "#checks/trace-mark.js";

/** A page that is left in the meantime must not be kept. */
const FLUSH_MS = 2_000;

/**
 * Sends a request on a trace of its own, within a span of this browser. The SDK hands the trace on by itself, as it
 * does for every request of the app: that this works is what the check proves.
 *
 * The span is the active one while the request begins, and no longer. A browser has no async context: until the answer,
 * whatever else the page sends would join the trace, and on a busy page its spans are more than one search lists.
 */
export async function onOwnTrace<T>(send: () => Promise<T>): Promise<T> {
  const { span, sent } = Sentry.startNewTrace(() => {
    const own = { name: TRACE_CHECK_SPAN, op: "ui.action.click", forceTransaction: true };
    const begun = Sentry.startInactiveSpan(own);
    // In an object: a promise that is given back would keep the span active until it ends.
    return Sentry.withActiveSpan(begun, () => ({ span: begun, sent: send() }));
  });
  try {
    return await sent;
  } finally {
    span.end();
    // Otherwise the span waits five seconds for others.
    void Sentry.flush(FLUSH_MS);
  }
}
