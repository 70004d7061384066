import { headers } from "next/headers";
import { notFound } from "next/navigation";
import { CAPABILITY_HEADER, runOfCapability } from "#runs/capability.js";
import { type Raising, raisingOf } from "./raising.js";

/**
 * For a page or an action that raises: the run that the server visits it for. For anybody else there is no such page.
 * Admission came before, at the check's address; it handed on a capability, which is signed.
 */
export async function raising(check: string): Promise<Raising> {
  const run = await runOfCapability("raise", (await headers()).get(CAPABILITY_HEADER));
  if (!run) notFound();
  return raisingOf(check, run, { visited: true });
}

/** The same for proxy.ts, where there is only the request; null for anybody else. */
export async function raisingInProxy(check: string, request: Request): Promise<Raising | null> {
  const run = await runOfCapability("raise", request.headers.get(CAPABILITY_HEADER));
  return run ? raisingOf(check, run, { visited: true }) : null;
}
