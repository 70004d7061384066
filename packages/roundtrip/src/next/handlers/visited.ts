import { headers } from "next/headers";
import { notFound } from "next/navigation";
import { CAPABILITY_HEADER, runOfCapability } from "#runs/capability.js";
import { companionId } from "#runs/id.js";
import { announce } from "#sentry/sdk/correlation.js";
import { noteRaised } from "./fire.js";

/**
 * The guard of a page or action that raises: the run that the server visits it for. For anybody else there is
 * no such page. Admission came before, at the check's address; it handed on a capability, which is signed.
 */
export async function visitedRun(): Promise<string> {
  const run = await runOfCapability("raise", (await headers()).get(CAPABILITY_HEADER));
  if (!run) notFound();
  return run;
}

/** Notes that the error of `role` is about to be raised here, and gives the event id that it must name. */
export function raising(runId: string, role = "main"): string {
  const eventId = role === "main" ? runId : companionId(runId, role);
  // The visit may have reached another instance than the one that fired.
  if (role !== "main") announce(runId, role, eventId);
  noteRaised(runId, role);
  return eventId;
}

/** The same guard for proxy.ts, where there is only the request; null for anybody else. */
export async function raisingInProxy(request: Request): Promise<string | null> {
  const run = await runOfCapability("raise", request.headers.get(CAPABILITY_HEADER));
  return run ? raising(run) : null;
}
