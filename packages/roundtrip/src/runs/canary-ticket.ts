import { timingSafeEqual } from "node:crypto";
import { mintedAt, RUN_ID } from "#verdict/run.js";
import { sign } from "./verify-ticket.js";

/** "token" in the name keeps it out of events: the SDK filters headers by such words. */
export const CANARY_HEADER = "x-check-canary-token";
/** As long as a run id may be on its way to its firing. */
const TTL_MS = 60_000;

/** The canary's firing of one check, under a run id that was minted before: a step that is retried fires it once. */
export interface CanaryTicket {
  run: string;
  check: string;
}

/** `<run>.<check>.<HMAC>`: good for one firing, for a minute after the run's minting. */
export const issueCanaryTicket = ({ run, check }: CanaryTicket): string =>
  `${run}.${check}.${sign("canary", `${run}.${check}`)}`;

/** Whether a run id is young enough to be fired under. */
export const isFresh = (run: string): boolean => Math.abs(Date.now() - mintedAt(run)) < TTL_MS;

/** The ticket on a request; null for whatever is none. Only a process that knows the secrets can write one. */
export function readCanaryTicket(headers: Headers): CanaryTicket | null {
  const [run = "", check = "", mac = "", ...more] = (headers.get(CANARY_HEADER) ?? "").split(".");
  if (!RUN_ID.test(run) || !/^[0-9a-f]{64}$/.test(mac) || more.length > 0 || !isFresh(run)) return null;
  const expected = sign("canary", `${run}.${check}`);
  return timingSafeEqual(Buffer.from(mac), Buffer.from(expected)) ? { run, check } : null;
}
