import { headers } from "next/headers";
import { isOnThisMachine } from "#access/local-request.js";
import { ownOrigin } from "#config/app/origin.js";
import { env } from "#config/variables.js";

/**
 * This app's address for who reads the page: APP_URL, or without it the port here for a reader on this machine. On any other
 * that address is another's, so that null leaves a word in its place. The request's own Host is named nowhere: anybody may choose it.
 */
export const toldOrigin = async (): Promise<string | null> =>
  env().APP_URL !== undefined || isOnThisMachine(await headers()) ? ownOrigin() : null;
