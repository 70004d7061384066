import * as Sentry from "@sentry/nextjs";
import { TRACE_CHECK_SPAN } from "#checks/trace-mark.js";

/** A page that is left in the meantime must not be kept. */
const FLUSH_MS = 2_000;

/**
 * Sends a request on a trace of its own, within a span of this browser. The SDK hands the trace on by itself, as it
 * does for every request of the app: that this works is what the check proves.
 */
export async function onOwnTrace<T>(send: () => Promise<T>): Promise<T> {
  const span = { name: TRACE_CHECK_SPAN, op: "ui.action.click", forceTransaction: true };
  const sent = await Sentry.startNewTrace(() => Sentry.startSpan(span, send));
  // Otherwise the span waits five seconds for others.
  void Sentry.flush(FLUSH_MS);
  return sent;
}
