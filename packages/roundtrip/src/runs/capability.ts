import { materialOf } from "#config/keys/material.js";
import { deriveKey } from "#config/keys/web.js";
import { env } from "#config/variables.js";
import { mintedAt, RUN_ID } from "#verdict/run.js";

/** Named so that the SDK's own filter for sensitive headers keeps it out of events. */
export const CAPABILITY_HEADER = "x-check-token";

/**
 * raise: a page of ours may raise this run's error. evidence: its browser or edge may say what it saw. page: a page that
 * raises may say that it is there.
 */
export type Capability = "raise" | "evidence" | "page";

const utf8 = new TextEncoder();
const hex = (bytes: ArrayBuffer) =>
  Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");
const bytesOf = (text: string) =>
  Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
/** A visit follows its firing at once; evidence may come until the run's deadline, which the store knows. */
const RAISE_MS = 60_000;

/**
 * Open mode has no secrets. Its key stands in the environment, of which the edge's sandbox gets a copy: there is
 * nothing else that it shares with node.
 */
const LOCAL = "ROUNDTRIP_LOCAL_KEY";
function localKey(): string {
  process.env[LOCAL] ??= hex(crypto.getRandomValues(new Uint8Array(32)).buffer);
  return process.env[LOCAL];
}

/** Null where Roundtrip is closed. */
async function keyOf(what: Capability): Promise<CryptoKey | null> {
  const { access, ADMIN_TOKEN, SESSION_SECRET, blockers } = env();
  if (access !== "open" && blockers.length > 0) return null;
  if (access === "open") return deriveKey(what, localKey());
  return ADMIN_TOKEN ? deriveKey(what, materialOf({ ADMIN_TOKEN, SESSION_SECRET })) : null;
}

/** `<run>.<HMAC>`: good for one run and one purpose. Web Crypto, because the edge runtime has no node:crypto. */
export async function issueCapability(what: Capability, runId: string): Promise<string> {
  const key = await keyOf(what);
  if (!key) throw new Error("a capability needs ADMIN_TOKEN");
  return `${runId}.${hex(await crypto.subtle.sign("HMAC", key, utf8.encode(runId)))}`;
}

/** The run that a capability is good for; null for whatever is none, and a minute after its run for raising. */
export async function runOfCapability(what: Capability, given: string | null): Promise<string | null> {
  const [runId = "", mac = "", ...more] = (given ?? "").split(".");
  if (!RUN_ID.test(runId) || !/^[0-9a-f]{64}$/.test(mac) || more.length > 0) return null;
  if (what === "raise" && Math.abs(Date.now() - mintedAt(runId)) > RAISE_MS) return null;
  const key = await keyOf(what);
  const good = key && (await crypto.subtle.verify("HMAC", key, bytesOf(mac), utf8.encode(runId)));
  return good ? runId : null;
}
