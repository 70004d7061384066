import { timingSafeEqual } from "node:crypto";
import { RUN_ID } from "#verdict/run.js";
import { isFresh } from "./canary-ticket.js";
import { sign } from "./verify-ticket.js";

/** "token" in the name keeps it out of events: the SDK filters headers by such words. */
export const MINTED_HEADER = "x-check-run-token";

/** `<run>.<HMAC>`: the proxy's word, from itself to the handler of the same request, for which run it answers. */
export const issueMinted = (run: string): string => `${run}.${sign("run", run)}`;

/** The run that our proxy minted for this request; null where there is no proxy, and for whatever a caller sent. */
export function readMinted(headers: Headers): string | null {
  const [run = "", mac = "", ...more] = (headers.get(MINTED_HEADER) ?? "").split(".");
  if (!RUN_ID.test(run) || !/^[0-9a-f]{64}$/.test(mac) || more.length > 0 || !isFresh(run)) return null;
  return timingSafeEqual(Buffer.from(mac), Buffer.from(sign("run", run))) ? run : null;
}
