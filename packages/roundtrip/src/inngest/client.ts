import { Inngest } from "inngest";
import { fetchOut } from "#network/egress.js";
import { APP } from "./app.js";
import { SentryMiddleware } from "./middleware.js";

/**
 * Inngest Cloud, a self-hosted server, the dev server or the local stand-in: the INNGEST_* variables alone
 * decide. Checkpointing is off, so that every attempt is one call that the middleware sees whole.
 */
/** Where a proxy is the only way out, events take it as well. They are sent once: a second would start a second task. */
const isBehindProxy = Boolean(process.env.http_proxy || process.env.https_proxy);
const throughProxy: typeof fetch = (input, init = {}) =>
  fetchOut(new URL(input instanceof Request ? input.url : input), init, false);

export const inngest = new Inngest({
  id: APP,
  middleware: [SentryMiddleware],
  checkpointing: false,
  ...(isBehindProxy && { fetch: throughProxy }),
  // Development mode takes unsigned calls: a built server never enters it, whatever INNGEST_DEV says.
  ...(process.env.NODE_ENV === "production" && { isDev: false }),
});
