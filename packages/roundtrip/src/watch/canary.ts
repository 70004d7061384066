import { takeCanary } from "#access/limits/rates.js";
import { findCheck } from "#checks/catalogue.js";
import { ownOrigin } from "#config/app/origin.js";
import { env } from "#config/variables.js";
import { HttpProblem } from "#http/problem.js";
import { redactAll } from "#log/redact.js";
import { CANARY_HEADER, isFresh, issueCanaryTicket } from "#runs/canary-ticket.js";
import { fireAtFrontDoor } from "#runs/fire/front-door.js";
import { mintRunId } from "#runs/id.js";
import { type StoredRun, store } from "#store/open.js";
import type { Cause } from "#verdict/answer.js";
import { cause } from "#verdict/causes/catalogue.js";
import { unset } from "#verdict/text/unset.js";
import { heartbeat } from "./heartbeat.js";

/** A firing that has left no evidence by then was interrupted before it raised anything. */
const INTERRUPTED_MS = 30_000;

/** A check of a round and the run id that was minted for it, before anything is fired. */
export interface Shot {
  check: string;
  run: string;
}

/**
 * Begins a round: counts it, and mints the ids of its runs. Null when the canary's budget is spent.
 * Nothing is fired yet, so that a step which is retried from here on finds what it has fired by its id.
 */
export async function beginRound(checks: readonly string[]): Promise<Shot[] | null> {
  try {
    await takeCanary();
  } catch (error) {
    if (HttpProblem.is(error) && error.status === 429) return null;
    throw error;
  }
  await heartbeat("start");
  return checks.map((check) => ({ check, run: mintRunId() }));
}

/** For a check whose firing came to nothing: that of `tried` which was fired all the same, or a new id. */
export const nextShot = async (check: string, tried: readonly string[]): Promise<Shot> => ({
  check,
  run: (await openedLate(tried)) ?? mintRunId(),
});

/** A run that was opened after its firing had looked refused, as behind a proxy that waits for no app; null: none. */
export async function openedLate(
  tried: readonly string[],
  { interrupted = false } = {},
): Promise<string | null> {
  for (const run of tried) {
    const stored = await store().load(run);
    if (stored && (interrupted || !(await isInterrupted(stored)))) return run;
  }
  return null;
}

const isInterrupted = async ({ run, evidence }: StoredRun): Promise<boolean> =>
  evidence.length === 0 && (await store().now()) - run.firedAt > INTERRUPTED_MS;

/** What did not take the canary's signature has raised an error all the same, and would again. */
export const hasRaised = (cause: Cause | null | undefined): boolean => cause?.code === "ticket_refused";

/**
 * fired: the run is there. unsure: another execution is at it; ask again with the same shot. again: there is no run of
 * this id, and none will be. Unless `hasRaised` says so nothing was raised, so that it may be fired anew, under a new id.
 */
export type Firing = { state: "fired" } | { state: "unsure" } | { state: "again"; cause: Cause };

/**
 * Fires one check at the front door, once for its id, however often this is called.
 * @param nonce under which the run is kept; without one its own id, which was minted for this firing alone, and is the
 * same when it is tried again
 */
export async function fireShot({ check: name, run }: Shot, nonce: string = run): Promise<Firing> {
  const check = findCheck(name);
  if (!check) return { state: "again", cause: cause("not_fired", { status: "no such check" }) };
  const stored = await store().load(run);
  if (stored) {
    if (stored.evidence.length > 0) return { state: "fired" };
    return (await isInterrupted(stored))
      ? { state: "again", cause: cause("not_raised") }
      : { state: "unsure" };
  }
  // The app no longer takes the id that was minted for it.
  if (!isFresh(run)) return { state: "again", cause: cause("canary_late") };
  const origin = ownOrigin();
  if (!origin)
    return { state: "again", cause: cause("app_unreachable", { code: unset("APP_URL", env().problems) }) };
  const fired = await fireAtFrontDoor(check, origin, nonce, {
    [CANARY_HEADER]: issueCanaryTicket({ check: name, run }),
  });
  if ("run" in fired) {
    return fired.run === run ? { state: "fired" } : { state: "again", cause: cause("ticket_refused") };
  }
  // It was fired all the same, by whoever did not answer in time or did not keep the nonce: under this id.
  if (await store().load(run)) return { state: "unsure" };
  return { state: "again", cause: redactAll(cause(fired.code, fired.facts)) };
}
