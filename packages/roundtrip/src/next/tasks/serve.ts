import { serve } from "inngest/next";
import { inngest } from "#inngest/client.js";
import { functions } from "./all.js";

/**
 * Inngest's own signed endpoint: the SDK refuses unsigned calls in every mode but development. Registering
 * must be signed as well: by default anyone may ask for it, and the address registered follows the Host.
 */
export const handlers = serve({
  client: inngest,
  functions,
  servePath: "/api/inngest",
  enableUnauthedSync: false,
});
