import type { IncomingMessage } from "node:http";
import type { Raising } from "#next/handlers/raising.js";
import { raisingElsewhere } from "#next/handlers/raising-elsewhere.js";

/** The run that the server visits an API route of the Pages Router for; null for anybody else. */
export function raising(check: string, request: Pick<IncomingMessage, "headers">): Promise<Raising | null> {
  return raisingElsewhere(check, request.headers);
}
