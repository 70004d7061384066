import { PROXY_MECHANISM } from "#checks/contents.js";
import { nonceRepeated } from "#checks/nonce.js";

const FLUSH_MS = 2_000;

/**
 * Reports what a proxy throws, as unhandled, and answers 500. Next calls onRequestError for no error in
 * proxy.ts: without this, whatever goes wrong there is lost.
 */
export function reportingProxy<R extends Request>(
  proxy: (request: R) => Promise<Response>,
): (request: R) => Promise<Response> {
  return async (request) => {
    try {
      return await proxy(request);
    } catch (error) {
      // Loaded only now: the proxy stands before every request that it matches.
      const Sentry = await import("@sentry/nextjs");
      const mechanism = { type: PROXY_MECHANISM, handled: false };
      // The answer waits for it, so that no host stops the process before it has been sent.
      Sentry.captureException(error, { mechanism, data: { held: "answer" } });
      await Sentry.flush(FLUSH_MS);
      return new Response("Internal Server Error", { status: 500, headers: nonceRepeated(request) });
    }
  };
}
