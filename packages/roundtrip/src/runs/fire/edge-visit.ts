import * as Sentry from "@sentry/nextjs";
import { ownHeaders, ownOrigin } from "#config/app/origin.js";
import { twice } from "#network/ask-twice.js";
import { networkCode } from "#network/error-code.js";
import { sendOut } from "#network/request.js";
import { CAPABILITY_HEADER, issueCapability, runOfCapability } from "#runs/capability.js";
import { announce } from "#sentry/sdk/correlation.js";
import { keepEdgeEvidence, takeEdgeEvidence } from "#sentry/sdk/edge/evidence.js";
import { lacking } from "#sentry/sdk/state/asked.js";
import { isAway, isPassing } from "#verdict/evidence/network.js";

const HAND_OVER_MS = 5_000;
/** What this sandbox calls itself on evidence of its own, be the SDK started or not. */
const sandbox = crypto.randomUUID();

/** The run that the server visits an edge route for; null for anybody else. See packages/roundtrip/src/next/handlers/visited.ts. */
export const edgeRun = (request: Request): Promise<string | null> =>
  runOfCapability("raise", request.headers.get(CAPABILITY_HEADER));

/** Notes that the error of `role` is about to be raised here, and gives the event id that it must name. */
export async function raisingInEdge(runId: string, role = "main"): Promise<string> {
  const eventId = role === "main" ? runId : await companionId(runId, role);
  announce(runId, role, eventId);
  const traceId = Sentry.getTraceData()["sentry-trace"]?.slice(0, 32) ?? null;
  const client = Sentry.getClient();
  const { enabled, sampleRate = 1 } = client?.getOptions() ?? {};
  const base = { id: crypto.randomUUID(), run: runId, role, at: Date.now() };
  keepEdgeEvidence({
    ...base,
    id: crypto.randomUUID(),
    kind: "sdk_seen",
    process: sandbox,
    runtime: "edge",
    started: client?.getDsn() !== undefined,
    enabled: enabled !== false,
    sampleRate,
    lacks: lacking(client),
    configured: true,
  });
  keepEdgeEvidence({ ...base, kind: "raised", process: sandbox, runtime: "edge", attempt: null, traceId });
  return eventId;
}

/** Hands what was seen here to the store, by the address that takes it. It explains a verdict, so losing it may be. */
export async function handOver(runId: string): Promise<void> {
  const origin = ownOrigin();
  const claims = takeEdgeEvidence(runId).map(({ run: _, ...claim }) => claim);
  if (!origin || claims.length === 0) return;
  const headers = {
    ...ownHeaders(),
    "content-type": "application/json",
    [CAPABILITY_HEADER]: await issueCapability("evidence", runId),
  };
  const send = async (): Promise<"taken" | "late" | "lost"> => {
    try {
      const { status } = await sendOut(`${origin}/api/health/sentry/runs/${runId}/evidence`, {
        base: origin,
        timeoutMs: HAND_OVER_MS,
        method: "POST",
        headers,
        body: JSON.stringify(claims),
      });
      return isAway(status) ? "late" : "taken";
    } catch (error) {
      return isPassing({ status: null, code: networkCode(error) }) ? "late" : "lost";
    }
  };
  // Each claim has an id of its own: what is handed over twice is kept once.
  if ((await twice(send, (end) => end === "late")) !== "taken")
    console.warn("roundtrip: what the edge saw of a run could not be handed over");
}

/** As packages/roundtrip/src/runs/id.ts derives it, with what the edge runtime has. */
async function companionId(runId: string, role: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(`${runId}:${role}`));
  const hex = Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0"));
  return hex.join("").slice(0, 32);
}
