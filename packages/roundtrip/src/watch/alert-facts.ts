import { env } from "#config/variables.js";
import { redact } from "#log/redact.js";
import { runningAs } from "#sentry/sdk/state/running.js";
import { outbox } from "./alerts.js";
import { openRounds } from "./open-rounds.js";

/** What the page says of alerts and the heartbeat. Hosts alone: the addresses are secrets. */
export interface AlertFacts {
  webhookHost: string | null;
  heartbeatHost: string | null;
  /** When a scheduler last called the canary, ISO 8601; null: none did. */
  calledAt: string | null;
  /** Alerts of this environment that the webhook did not take; null: none. */
  undelivered: {
    count: number;
    /** Of the oldest one, in words that go on from "the webhook". */
    failure: string;
    attempts: number;
    /** Milliseconds since the epoch. */
    dueAt: number;
  } | null;
}

const hostOf = (url: string | undefined): string | null => (url ? new URL(url).host : null);

/** Never rejects: what cannot be read while the store is down is told by the page elsewhere. */
export async function alertFacts(): Promise<AlertFacts> {
  const { ALERT_WEBHOOK_URL, HEARTBEAT_URL } = env();
  const { environment } = runningAs();
  const rounds = await openRounds().catch(() => null);
  const hosts = {
    webhookHost: hostOf(ALERT_WEBHOOK_URL),
    heartbeatHost: hostOf(HEARTBEAT_URL),
    calledAt: rounds && new Date(rounds.calledAt).toISOString(),
  };
  const waiting = ALERT_WEBHOOK_URL
    ? await outbox()
        .waiting(environment, 1_000)
        .catch(() => [])
    : [];
  const failed = waiting.filter((one) => one.failure !== null);
  const [first] = failed;
  if (!first) return { ...hosts, undelivered: null };
  const { failure, attempts, dueAt } = first;
  const undelivered = { count: waiting.length, failure: redact(failure ?? ""), attempts, dueAt };
  return { ...hosts, undelivered };
}
