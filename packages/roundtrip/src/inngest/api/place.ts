import type { InngestPlace } from "#verdict/remedy-pages/inngest.js";
import { isHttp } from "./access.js";
import { LOCAL } from "./address.js";
import { type InngestAccess, isCloud } from "./client.js";

/** Keys of the other environments of Inngest Cloud begin with signkey-test- or signkey-branch-. */
const OF_PRODUCTION = /^signkey-prod-/;

/** Where people open the Inngest that the app speaks with; null where that is not certain. */
export function placeOf({ mode, apiUrl, signingKey }: InngestAccess): InngestPlace | null {
  if (!isHttp(apiUrl)) return null;
  const { hostname, origin } = new URL(apiUrl);
  // A name of a network of containers is none to a browser.
  if (mode === "dev") return LOCAL.test(hostname) ? { kind: "dev", url: origin } : null;
  return isCloud(apiUrl) && OF_PRODUCTION.test(signingKey?.trim() ?? "") ? { kind: "production" } : null;
}
