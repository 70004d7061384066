import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { ownHeaders, ownOrigin } from "#config/app/origin.js";
import { env } from "#config/variables.js";
import type { AddressFacts } from "#inngest/api/answering.js";
import { ask } from "#network/ask.js";

/** Asks an Inngest route which deployment it is of. */
const CHALLENGE_HEADER = "x-roundtrip-challenge";
const PROOF_HEADER = "x-roundtrip-proof";
const CHALLENGE = /^([0-9a-f]{32})\.([0-9a-f]{64})$/;

/** Known to the instances of one deployment, and to nobody else. */
function mac(purpose: string, text: string): string {
  const { ADMIN_TOKEN, INNGEST_SIGNING_KEY } = env();
  const secret = ADMIN_TOKEN ?? INNGEST_SIGNING_KEY ?? "open";
  return createHmac("sha256", secret).update(`roundtrip address ${purpose}\n${text}`).digest("hex");
}

/** What instances of one deployment have in common, and two deployments have not. */
function deployment(): string {
  const { appId, release, STORE_URL } = env();
  return mac("deployment", [appId, release, STORE_URL].join("\n"));
}

const proofOf = (nonce: string): string => mac("proof", `${nonce}\n${deployment()}`);

const same = (one: string, other: string): boolean =>
  one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other));

/** The answer to a challenge of this app's own; null for every other request. */
export function answerChallenge(request: Request): Response | null {
  const [, nonce, signed] = CHALLENGE.exec(request.headers.get(CHALLENGE_HEADER) ?? "") ?? [];
  if (!nonce || !signed || !same(signed, mac("challenge", nonce))) return null;
  return new Response(null, {
    status: 204,
    headers: { [PROOF_HEADER]: proofOf(nonce), "cache-control": "no-store" },
  });
}

/** Whether this deployment is what answers at an address that Inngest calls. Sends no secret there. */
export async function addressFacts(address: string, deadline: AbortSignal): Promise<AddressFacts> {
  const nonce = randomBytes(16).toString("hex");
  const isOwn = ownPlaces().some((one) => isSamePlace(address, one));
  const { outcome, headers } = await ask(address, {
    headers: {
      [CHALLENGE_HEADER]: `${nonce}.${mac("challenge", nonce)}`,
      ...(isOwn ? ownHeaders() : {}),
    },
    secret: isOwn && Object.keys(ownHeaders()).length > 0,
    deadline,
  });
  const proven = same(headers.get(PROOF_HEADER) ?? "", proofOf(nonce));
  return { address, outcome, proven, isOwn, isSdk: [...headers.keys()].some(isSdks) };
}

/** Vercel names a deployment by several hosts, of which its integration of Inngest registers one. */
function ownPlaces(): string[] {
  const { VERCEL_URL, VERCEL_BRANCH_URL, VERCEL_PROJECT_PRODUCTION_URL } = process.env;
  const hosts = [VERCEL_URL, VERCEL_BRANCH_URL, VERCEL_PROJECT_PRODUCTION_URL].filter(Boolean);
  const places = [ownOrigin(), ...hosts.map((host) => `https://${host}`)];
  return places.filter((one) => one !== null && URL.canParse(one)).map(String);
}

/** To a request that it refuses, too, the SDK puts a header of this kind. */
const isSdks = (name: string): boolean => name.startsWith("x-inngest-");

export const LOCAL = /^(localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\])$/;

/** Inngest writes an address of this machine in its own way. */
function isSamePlace(one: string, other: string): boolean {
  const [a, b] = [new URL(one), new URL(other)];
  const isLocal = LOCAL.test(a.hostname) && LOCAL.test(b.hostname);
  return a.protocol === b.protocol && a.port === b.port && (isLocal || a.hostname === b.hostname);
}
