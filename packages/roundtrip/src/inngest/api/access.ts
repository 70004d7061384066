import type { InngestClient } from "#inngest/registered.js";
import type { InngestAccess } from "./client.js";

/** A host without http:// before it is no address, and the client takes it all the same. */
export const isHttp = (url: string): boolean => URL.canParse(url) && /^https?:$/.test(new URL(url).protocol);

/** How the app's client would ask Inngest about the app. */
export const accessOf = (client: InngestClient): InngestAccess => ({
  mode: client.mode,
  apiUrl: client.apiBaseUrl,
  app: client.id,
  signingKey: client.signingKey,
  fallbackKey: client.signingKeyFallback,
  environment: client.env,
});
