import { env } from "#config/variables.js";
import type { CanaryFacts } from "#doctor/facts.js";
import { store } from "#store/open.js";
import { withTimeout } from "#store/timeout.js";
import { openRounds } from "#watch/open-rounds.js";

/** As long as the store itself is waited for. */
const PATIENCE_MS = 4_000;
const DAY_MS = 24 * 60 * 60_000;

/** By each of them somebody hears of a check that has not passed. */
const TELLS = ["ALERT_WEBHOOK_URL", "HEARTBEAT_URL"] as const;

/** When a scheduler last called. Null where the store does not say: that is a finding of its own. */
export async function canaryFacts(): Promise<CanaryFacts | null> {
  const e = env();
  const { STATUS_MAX_AGE, RETENTION_DAYS, CRON_SECRET, CANARY_CRON } = e;
  try {
    const [rounds, now] = await withTimeout(PATIENCE_MS, () => Promise.all([openRounds(), store().now()]));
    return {
      calledAt: rounds?.calledAt ?? null,
      now,
      maxAgeMs: STATUS_MAX_AGE,
      retentionMs: RETENTION_DAYS * DAY_MS,
      secret: CRON_SECRET !== undefined,
      scheduled: CANARY_CRON !== undefined,
      // That it cannot be used is a finding of its own.
      alerts: TELLS.some((name) => e[name] !== undefined || e.problems.some((one) => one.variable === name)),
    };
  } catch {
    return null;
  }
}
