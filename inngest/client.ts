import { appId, fetchOut, SentryMiddleware } from "@roundtrip/next/inngest";
import { Inngest } from "inngest";

/** Where a proxy is the only way out, events take it as well. They are sent once: a second would start a second task. */
const isBehindProxy = Boolean(process.env.http_proxy || process.env.https_proxy);
const throughProxy: typeof fetch = (input, init = {}) =>
  fetchOut(new URL(input instanceof Request ? input.url : input), init, false);

/** Inngest Cloud, a self-hosted server, the dev server or the local stand-in: the INNGEST_* variables decide. */
export const inngest = new Inngest({
  id: appId,
  middleware: [SentryMiddleware],
  ...(isBehindProxy && { fetch: throughProxy }),
  // Development mode takes unsigned calls: a built server never enters it, whatever INNGEST_DEV says.
  ...(process.env.NODE_ENV === "production" && { isDev: false }),
});
