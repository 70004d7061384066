import { inngest } from "#inngest/client.js";
import type { InngestAccess } from "./client.js";

/** How this app asks Inngest about itself. */
export const inngestAccess = (): InngestAccess => ({
  mode: inngest.mode,
  apiUrl: inngest.apiBaseUrl,
  app: inngest.id,
  signingKey: process.env.INNGEST_SIGNING_KEY,
  fallbackKey: process.env.INNGEST_SIGNING_KEY_FALLBACK,
  environment: inngest.env,
});
