import type { InngestClient } from "#inngest/registered.js";
import type { InngestAccess } from "./client.js";

/** How the app's client would ask Inngest about the app. */
export const accessOf = (client: InngestClient): InngestAccess => ({
  mode: client.mode,
  apiUrl: client.apiBaseUrl,
  app: client.id,
  signingKey: client.signingKey,
  fallbackKey: client.signingKeyFallback,
  environment: client.env,
});
