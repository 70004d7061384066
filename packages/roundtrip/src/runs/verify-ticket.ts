import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { materialOf } from "#config/keys/material.js";
import { keyOf } from "#config/keys/node.js";
import { env } from "#config/variables.js";
import { singleton } from "#state/singleton.js";
import { mintedAt, mintRunId } from "./id.js";

/**
 * `verify` counts as one request for the limits: what it fires itself carries a ticket. "token" in the
 * name keeps it out of events: the SDK filters headers by such words.
 */
export const TICKET_HEADER = "x-check-verify-token";
const TTL_MS = 60_000;

/** In open mode there may be no token, and only one process. */
const local = singleton("ticket-key", () => randomBytes(32).toString("hex"));
/** What only a process of this app can write, in hex; `purpose` keeps one kind of ticket from being another. */
export function sign(purpose: "verify" | "canary" | "run" | "task", text: string): string {
  const { ADMIN_TOKEN, SESSION_SECRET } = env();
  const material = ADMIN_TOKEN ? materialOf({ ADMIN_TOKEN, SESSION_SECRET }) : local;
  return createHmac("sha256", keyOf(purpose, material)).update(text).digest("hex");
}

export function issueTicket(): string {
  const id = mintRunId();
  return `${id}.${sign("verify", id)}`;
}

export function holdsTicket(request: Request): boolean {
  const [id = "", signature = ""] = (request.headers.get(TICKET_HEADER) ?? "").split(".");
  if (!/^[0-9a-f]{32}$/.test(id) || !/^[0-9a-f]{64}$/.test(signature)) return false;
  // Another instance may have written it, whose clock is not quite ours.
  const isFresh = Math.abs(Date.now() - mintedAt(id)) < TTL_MS;
  return isFresh && timingSafeEqual(Buffer.from(signature), Buffer.from(sign("verify", id)));
}

/** Says of an event that this app sent it, where nobody else's signature does. */
export const sealOf = (run: string): string => sign("task", run);

export const isSealed = (run: string, seal: string): boolean =>
  /^[0-9a-f]{64}$/.test(seal) && timingSafeEqual(Buffer.from(seal), Buffer.from(sealOf(run)));
