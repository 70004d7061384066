import * as Sentry from "@sentry/nextjs";
import { findCheck } from "#checks/catalogue.js";
import { RoundtripError } from "#checks/errors.js";
import { checkMessage } from "#checks/message.js";
import { hrefOf } from "#checks/mount/addresses.js";
import { ownHeaders, ownOrigin } from "#config/app/origin.js";
import { twice } from "#network/ask-twice.js";
import { networkCode } from "#network/error-code.js";
import { sendOut } from "#network/request.js";
import { CAPABILITY_HEADER, issueCapability, runOfCapability } from "#runs/capability.js";
import { announce } from "#sentry/sdk/correlation.js";
import { wiringOf } from "#sentry/sdk/state/wiring.js";
import { noteWitnessed, takeWitnessed } from "#sentry/sdk/state/witnessed.js";
import { isAway, isPassing } from "#verdict/evidence/network.js";

const HAND_OVER_MS = 5_000;
/** What this sandbox calls itself on evidence of its own, be the SDK started or not. */
const sandbox = crypto.randomUUID();

/** What an edge route of the host raises a check's errors with. */
export interface EdgeRaising {
  /** The run's id. */
  run: string;
  /** Makes the error of a role, and notes that it is about to be raised. Its first frame is the caller's. */
  error(role?: string): Error;
  /** The same for an error of the host's own: the message that it must have. */
  mark(role?: string): string;
  /** Hands over what was seen here: to be awaited before an error that nobody catches, since nothing runs after it. */
  handOver(): Promise<void>;
}

/** The run that the server visits an edge route for; null for anybody else. See packages/roundtrip/src/next/handlers/visited.ts. */
export async function raising(check: string, request: Request): Promise<EdgeRaising | null> {
  const run = await runOfCapability("raise", request.headers.get(CAPABILITY_HEADER));
  if (!run) return null;
  // Nobody lists an app's own checks in this runtime: such a one has a single event.
  const roles = findCheck(check)?.parts.map(({ role }) => role) ?? ["main"];
  const ids = new Map(
    await Promise.all(
      roles.map(async (role) => [role, role === "main" ? run : await companionId(run, role)] as const),
    ),
  );
  const begin = (role: string): string => {
    const eventId = ids.get(role);
    if (!eventId) throw new Error(`the check ${check} has no event of the role ${role}`);
    noteRaised(run, role, eventId);
    return eventId;
  };
  const error = (role = "main"): Error => {
    const made = new RoundtripError(check, begin(role));
    Error.captureStackTrace(made, error);
    return made;
  };
  const mark = (role = "main"): string => checkMessage(check, begin(role));
  return { run, error, mark, handOver: () => handOver(run) };
}

/** Notes that the error of `role` is about to be raised here. */
function noteRaised(runId: string, role: string, eventId: string): void {
  announce(runId, role, eventId);
  const traceId = Sentry.getTraceData()["sentry-trace"]?.slice(0, 32) ?? null;
  const client = Sentry.getClient();
  const { enabled, sampleRate = 1 } = client?.getOptions() ?? {};
  const base = { id: crypto.randomUUID(), run: runId, role, at: Date.now() };
  noteWitnessed({
    ...base,
    id: crypto.randomUUID(),
    kind: "sdk_seen",
    process: sandbox,
    runtime: "edge",
    started: client?.getDsn() !== undefined,
    enabled: enabled !== false,
    sampleRate,
    wiring: wiringOf(client),
    configured: true,
  });
  noteWitnessed({ ...base, kind: "raised", process: sandbox, runtime: "edge", attempt: null, traceId });
}

/** Hands what was seen here to the store, by the address that takes it. It explains a verdict, so losing it may be. */
async function handOver(runId: string): Promise<void> {
  const origin = ownOrigin();
  const submissions = takeWitnessed(runId).map(({ run: _, ...submission }) => submission);
  if (!origin || submissions.length === 0) return;
  const headers = {
    ...ownHeaders(),
    "content-type": "application/json",
    [CAPABILITY_HEADER]: await issueCapability("evidence", runId),
  };
  const send = async (): Promise<"taken" | "late" | "lost"> => {
    try {
      const { status } = await sendOut(`${origin}${hrefOf(`/api/health/sentry/runs/${runId}/evidence`)}`, {
        base: origin,
        timeoutMs: HAND_OVER_MS,
        method: "POST",
        headers,
        body: JSON.stringify(submissions),
      });
      return isAway(status) ? "late" : "taken";
    } catch (error) {
      return isPassing({ status: null, code: networkCode(error) }) ? "late" : "lost";
    }
  };
  // Each submission has an id of its own: what is handed over twice is kept once.
  if ((await twice(send, (end) => end === "late")) !== "taken")
    console.warn("roundtrip: what the edge saw of a run could not be handed over");
}

/** As packages/roundtrip/src/runs/id.ts derives it, with what the edge runtime has. */
async function companionId(runId: string, role: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(`${runId}:${role}`));
  const hex = Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0"));
  return hex.join("").slice(0, 32);
}
