import { env } from "#config/variables.js";
import { HttpProblem } from "#http/problem.js";
import { runAnswer } from "#runs/read/answer.js";
import { defaultChecks } from "#runs/read/default-checks.js";
import { healthAnswer } from "#runs/read/health.js";
import { runningAs } from "#sentry/sdk/state/running.js";
import { store } from "#store/open.js";
import type { HealthAnswer, HealthEntry } from "#verdict/answer.js";
import { cause } from "#verdict/causes/catalogue.js";
import type { Watched } from "#watch/round.js";
import { beginScheduled, playRound } from "#watch/scheduled.js";
import { pendingEntry, runEntry, unfiredEntry } from "./entries.js";

/** Below what hosts and proxies give a request: many end it after half a minute. */
const WAIT_S = 25;
const OPEN =
  "There is no verdict yet, and this is no pass. The run stays open for an hour: alerts, the heartbeat and status tell its verdict.";

const FIRING =
  "The check is still being fired, and this is no pass: the app has not answered yet. Status tells what becomes of it.";

/**
 * One round of the canary, for a scheduler: fires what CANARY_CHECKS names, waits for a while, and answers as `verify`
 * does. What is not decided by then is told by whoever looks next.
 * @param nonce under which nothing was fired yet; null: the runs have nonces of their own
 */
export async function canaryRound(options: {
  nonce: string | null;
  wait: number | undefined;
  signal: AbortSignal;
}): Promise<HealthAnswer> {
  const { CANARY_CHECKS: checks = defaultChecks() } = env();
  if (checks.length === 0)
    throw new HttpProblem(
      404,
      "No check",
      "This app takes none of the default checks: name others in CANARY_CHECKS.",
    );
  const waitMs = (options.wait ?? WAIT_S) * 1000;
  const began = await beginScheduled(checks, waitMs);
  if (!began)
    throw new HttpProblem(429, "Too Many Requests", "The canary's budget for this hour is spent.", {
      "retry-after": "3600",
    });
  const patience = new Promise<null>((resolve) => setTimeout(resolve, waitMs, null).unref());
  const played = playRound(began, { ...options, waitMs });
  // It goes on behind a caller who waits no longer, and is kept: another look makes good what fails there.
  played.catch(() => undefined);
  const { watched } = (await Promise.race([played, patience])) ?? began.round;
  const entries = await Promise.all(watched.map(async (one) => [one.check, await entryOf(one)] as const));
  const { release, environment } = runningAs();
  return healthAnswer(release, environment, Object.fromEntries(entries));
}

async function entryOf({ run, verdict, cause: why }: Watched): Promise<HealthEntry> {
  if (run === null) return unfiredEntry(verdict, why ?? cause("not_fired", { status: "no run" }));
  const stored = await store().load(run);
  if (!stored)
    return verdict === "pending" ? pendingEntry(FIRING) : unfiredEntry(verdict, why ?? cause("not_looked"));
  const entry = runEntry(runAnswer(stored, await store().now()));
  return entry.verdict === "pending" ? { ...entry, output: OPEN } : entry;
}
