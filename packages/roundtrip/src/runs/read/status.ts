import { hrefOf } from "#checks/mount/addresses.js";
import { env } from "#config/variables.js";
import { runningAs } from "#sentry/sdk/state/running.js";
import { isListed } from "#state/listed-checks.js";
import { type RunSummary, store } from "#store/open.js";
import type { HealthAnswer, HealthEntry } from "#verdict/answer.js";
import { LAST_LOOK_MS } from "#verdict/deadlines.js";
import { defaultChecks } from "./default-checks.js";
import { healthAnswer, healthOf } from "./health.js";

/** The newest verdict of each check for the running release and environment. Fires nothing. */
export async function status(): Promise<HealthAnswer> {
  const { STATUS_MAX_AGE } = env();
  const { release, environment } = runningAs();
  const now = await store().now();
  const newest = standing(await store().newest(release, environment), now);
  // A check that the app no longer has is fired no more: its last verdict would be too old for ever.
  const names = new Set([...defaultChecks(), ...[...newest.keys()].filter(isListed)]);
  const entries = [...names].map((name) => [name, entryOf(newest.get(name), now, STATUS_MAX_AGE)] as const);
  return healthAnswer(release, environment, Object.fromEntries(entries));
}

/**
 * Of each check the run whose verdict stands: the newest decided one. A run still under way says nothing yet,
 * so it stands only where there is no other, or where it should have been decided by now.
 */
export function standing(summaries: readonly RunSummary[], now: number): Map<string, RunSummary> {
  const found = new Map<string, RunSummary>();
  const oldestFirst = [...summaries].sort((a, b) => a.run.firedAt - b.run.firedAt);
  for (const one of oldestFirst) {
    const overdue = now > one.run.deadline + LAST_LOOK_MS;
    if (one.decision || overdue || !found.has(one.run.check)) found.set(one.run.check, one);
  }
  return found;
}

function entryOf(summary: RunSummary | undefined, now: number, maxAgeMs: number): HealthEntry {
  const base = { componentType: "check", observedUnit: "ms" } as const;
  if (!summary) {
    const output = "No run of this check counts for the running release and environment yet.";
    return {
      ...base,
      run: null,
      status: "fail",
      verdict: "unknown",
      observedValue: null,
      time: null,
      output,
      cause: null,
      href: null,
    };
  }
  const { run, decision } = summary;
  const at = decision?.changedAt ?? decision?.decidedAt ?? run.firedAt;
  // As old as the firing: a verdict that was revised late proves nothing about today.
  const stale = now - run.firedAt > maxAgeMs;
  const verdict = stale ? "unknown" : (decision?.verdict ?? "pending");
  const { cause = null, latencyMs = null } = decision ?? {};
  return {
    ...base,
    run: run.id,
    status: healthOf(verdict),
    verdict,
    observedValue: latencyMs,
    time: new Date(at).toISOString(),
    output: stale
      ? "The newest verdict is older than STATUS_MAX_AGE."
      : cause
        ? `${cause.summary} ${cause.remedy}`
        : "",
    cause,
    href: hrefOf(`/api/health/sentry/runs/${run.id}`),
    age: Math.max(0, Math.round((now - at) / 1000)),
  };
}
