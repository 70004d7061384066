import { Inngest } from "inngest";
import { APP } from "./app";
import { SentryMiddleware } from "./middleware";

/**
 * Inngest Cloud, a self-hosted server, the dev server or the local stand-in: the INNGEST_* variables alone
 * decide. Checkpointing is off, so that every attempt is one call that the middleware sees whole.
 */
export const inngest = new Inngest({
  id: APP,
  middleware: [SentryMiddleware],
  checkpointing: false,
  // Development mode takes unsigned calls: a built server never enters it, whatever INNGEST_DEV says.
  ...(process.env.NODE_ENV === "production" && { isDev: false }),
});
